use super::{field_problem, nul};
use crate::Problem;
use axum::extract::FromRequestParts;
use http::request::Parts;
use serde::de::DeserializeOwned;

/// The query string. A parameter that is given twice or that can't be read is a problem.
#[derive(Debug, Clone, Copy, Default)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        nul::refuse_in_uri(query, "query")?;
        let pairs = form_urlencoded::parse(query.as_bytes());
        let deserializer = serde_urlencoded::Deserializer::new(pairs);
        serde_path_to_error::deserialize(deserializer)
            .map(Self)
            .map_err(|error| field_problem(error.path(), &error.inner().to_string(), "query"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    struct Page {
        limit: Option<u32>,
    }

    async fn extract(uri: &str) -> Result<Page, Problem> {
        let (mut parts, ()) = http::Request::get(uri).body(()).unwrap().into_parts();
        Query::from_request_parts(&mut parts, &())
            .await
            .map(|Query(page)| page)
    }

    #[tokio::test]
    async fn a_nul_is_refused() {
        let problem = extract("/?q=a%00").await.unwrap_err().into_body();
        assert_eq!(problem.errors[0].field, "query");
    }

    #[tokio::test]
    async fn a_parameter_that_is_wrong_is_named() {
        assert_eq!(extract("/?limit=5").await.unwrap().limit, Some(5));
        assert_eq!(extract("/").await.unwrap().limit, None);
        for bad in ["/?limit=five", "/?limit=1&limit=2", "/?limit=-1"] {
            let problem = extract(bad).await.unwrap_err().into_body();
            assert!(
                problem.errors[0].field.contains("limit"),
                "{bad}: {problem:?}"
            );
        }
    }
}
