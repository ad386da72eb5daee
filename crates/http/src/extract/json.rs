use super::{body_problem, field_problem, nul};
use crate::Problem;
use axum::{
    extract::{FromRequest, OptionalFromRequest, Request},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::{HeaderMap, header};
use live_protocol::ErrorCode;
use serde::{Serialize, de::DeserializeOwned};

/// A JSON body, in requests (an object) and answers. As `Option<Json<T>>` the body may be empty.
#[derive(Debug, Clone, Copy, Default)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::new(ErrorCode::UnsupportedMediaType)
                .detail("Send the body as application/json."));
        }
        let body = read(request, state).await?;
        parse(&body).map(Self)
    }
}

impl<T: DeserializeOwned, S: Send + Sync> OptionalFromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Option<Self>, Problem> {
        let is_json = is_json(request.headers());
        let body = read(request, state).await?;
        if body.is_empty() {
            return Ok(None);
        }
        if !is_json {
            return Err(Problem::new(ErrorCode::UnsupportedMediaType)
                .detail("Send the body as application/json."));
        }
        parse(&body).map(|value| Some(Self(value)))
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    Bytes::from_request(request, state)
        .await
        .map_err(|rejection| body_problem(&rejection))
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    // Every body of ours is an object; serde would take a list of its fields' values as well.
    if body.trim_ascii_start().starts_with(b"[") {
        return Err(Problem::invalid("body", "must be an object"));
    }
    nul::refuse_in_json(body)?;
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        if error.inner().is_data() {
            field_problem(
                error.path(),
                &without_place(&error.inner().to_string()),
                "body",
            )
        } else {
            Problem::invalid("body", format!("is no JSON: {}", error.inner()))
        }
    })?;
    deserializer
        .end()
        .map_err(|error| Problem::invalid("body", format!("is no JSON: {error}")))?;
    Ok(value)
}

/// The message without `serde_json`'s " at line 1 column 9", which says nothing to a person.
fn without_place(message: &str) -> String {
    message
        .rsplit_once(" at line ")
        .map_or(message, |(text, _)| text)
        .to_owned()
}

/// `application/json` or `application/…+json`, whatever its parameters.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
    else {
        return false;
    };
    let kind = kind.split(';').next().unwrap_or("").trim();
    let kind = kind.to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[expect(dead_code, reason = "only parsed")]
        n: u8,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        name: String,
        #[expect(dead_code, reason = "only parsed")]
        list: Vec<Inner>,
    }

    async fn extract(kind: &str, body: &str) -> Result<Outer, live_protocol::Problem> {
        let request = Request::post("/")
            .header("content-type", kind)
            .body(Body::from(body.to_owned()))
            .unwrap();
        <Json<Outer> as FromRequest<()>>::from_request(request, &())
            .await
            .map(|Json(value)| value)
            .map_err(Problem::into_body)
    }

    async fn field(body: &str) -> (String, String) {
        let problem = extract("application/json", body).await.unwrap_err();
        assert_eq!(problem.code, ErrorCode::InvalidRequest);
        let error = problem.errors.into_iter().next().unwrap();
        (error.field, error.message)
    }

    #[tokio::test]
    async fn every_mistake_names_its_field() {
        assert_eq!(field(r#"{"list":[]}"#).await.0, "name");
        assert_eq!(field(r#"{"list":[]}"#).await.1, "is missing");
        assert_eq!(field(r#"{"name":5,"list":[]}"#).await.0, "name");
        assert_eq!(
            field(r#"{"name":"x","list":[{"n":256}]}"#).await.0,
            "list[0].n"
        );
        assert_eq!(field(r#"{"name":"x","list":[{}]}"#).await.0, "list[0].n");
        let unknown = field(r#"{"name":"x","list":[{"n":1,"m":2}]}"#).await;
        assert_eq!(unknown, ("list[0].m".into(), "is unknown".into()));
        assert_eq!(field("{").await.0, "body");
        assert_eq!(field(r#"{"name":"x","list":[]} rest"#).await.0, "body");
        assert_eq!(field("5").await.0, "body");
        assert_eq!(field(r#" ["x", []]"#).await.0, "body");
        assert_eq!(field(r#"{"name":"a\u0000b","list":[]}"#).await.0, "body");
    }

    #[tokio::test]
    async fn only_json_is_taken() {
        let good = r#"{"name":"x","list":[]}"#;
        let value = extract("Application/JSON; charset=utf-8", good).await;
        assert_eq!(value.unwrap().name, "x");
        let problem = extract("text/plain", good).await.unwrap_err();
        assert_eq!(problem.code, ErrorCode::UnsupportedMediaType);
    }

    #[tokio::test]
    async fn an_optional_body_may_be_empty() {
        let request = Request::post("/").body(Body::empty()).unwrap();
        let body = <Json<Outer> as OptionalFromRequest<()>>::from_request(request, &()).await;
        assert!(body.unwrap().is_none());
    }
}
