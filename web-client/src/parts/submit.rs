//! One request that a form or a button makes: whether it runs, and what was wrong.

use crate::state::failure::Failure;
use leptos::{prelude::*, task::spawn_local};
use live_ui::{glyph, state::Notice};

/// The state of a form's request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Submit {
    busy: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
}

impl Submit {
    /// None yet.
    pub(crate) fn new() -> Self {
        Self {
            busy: RwSignal::new(false),
            failure: RwSignal::new(None),
        }
    }

    /// Runs `request` unless one runs already; `done` gets its answer.
    pub(crate) fn run<T: 'static>(
        self,
        request: impl Future<Output = Result<T, Failure>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        spawn_local(async move {
            let answer = request.await;
            // The page may be gone when the answer comes.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(answer) => done(answer),
                Err(failure) => self.failure.set(Some(failure)),
            }
        });
    }

    /// Whether it runs.
    pub(crate) fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// Shows a failure found on this side.
    pub(crate) fn fail(self, failure: Failure) {
        self.failure.set(Some(failure));
    }

    /// What was wrong with a field. `code` is a refusal that is about that field as a whole.
    pub(crate) fn field(self, name: &'static str, code: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.failure.with(|failure| {
                let failure = failure.as_ref()?;
                failure
                    .field(name)
                    .or_else(|| failure.is(code).then(|| failure.text()))
            })
        })
    }

    /// The failure, if it is about none of `fields` and has none of `codes`.
    fn general(self, fields: &[&str], codes: &[&str]) -> Option<String> {
        self.failure.with(|failure| {
            let failure = failure.as_ref()?;
            let shown_at_field = failure
                .fields
                .iter()
                .any(|f| fields.contains(&f.field.as_str()))
                || codes.contains(&failure.code.as_str());
            if shown_at_field {
                return None;
            }
            Some(match failure.fields.first() {
                Some(first) => format!("{}: {}", first.field, first.message),
                None => failure.text(),
            })
        })
    }
}

/// What was wrong apart from the fields.
#[component]
pub(crate) fn SubmitError(
    /// The request.
    submit: Submit,
    /// Fields that show their errors themselves.
    #[prop(default = &[])]
    fields: &'static [&'static str],
    /// Refusals that a field shows.
    #[prop(default = &[])]
    codes: &'static [&'static str],
) -> impl IntoView {
    move || {
        submit.general(fields, codes).map(|text| {
            view! {
                <Notice tone="bad" glyph=glyph::ALERT>
                    {text}
                </Notice>
            }
        })
    }
}
