//! Every limit of the packager, so that none is hidden in code.
