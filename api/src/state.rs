use axum::extract::FromRef;
use live_domain::Domain;
use live_http::internal::InternalSecret;

/// What handlers may use. Cheap to clone.
#[derive(Clone)]
pub struct ApiState {
    pub(crate) domain: Domain,
}

impl ApiState {
    /// The API over these rules.
    pub const fn new(domain: Domain) -> Self {
        Self { domain }
    }
}

impl FromRef<ApiState> for Domain {
    fn from_ref(state: &ApiState) -> Self {
        state.domain.clone()
    }
}

impl FromRef<ApiState> for InternalSecret {
    fn from_ref(state: &ApiState) -> Self {
        Self(state.domain.secrets.internal.clone())
    }
}
