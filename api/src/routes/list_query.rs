use serde::Deserialize;
use utoipa::IntoParams;

/// Which page of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// `next_cursor` of the page before.
    pub(crate) cursor: Option<String>,
    /// Items at most.
    #[param(minimum = 1, maximum = 100, default = 30)]
    pub(crate) limit: Option<u32>,
}
