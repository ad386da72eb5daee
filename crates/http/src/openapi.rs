//! Problems in OpenAPI, tersely: [`problems!`](crate::problems) makes a type that a handler lists
//! among its `responses(...)`.

use crate::{problem, status};
use live_protocol::ErrorCode;
use std::collections::BTreeMap;
use utoipa::openapi::{
    Content, Ref, RefOr, Response, ResponseBuilder, ResponsesBuilder, example::ExampleBuilder,
};

/// What every operation may answer.
pub const EVERY: &[ErrorCode] = &[
    ErrorCode::RateLimited,
    ErrorCode::Internal,
    ErrorCode::Unavailable,
    ErrorCode::Timeout,
];

/// What every operation with a body may answer besides.
pub const BODY: &[ErrorCode] = &[
    ErrorCode::InvalidRequest,
    ErrorCode::BodyTooLarge,
    ErrorCode::UnsupportedMediaType,
];

/// The responses of `codes` and [`EVERY`], one a status, with an example a code. The schema
/// `Problem` must be among the document's components.
pub fn responses(codes: &[&[ErrorCode]]) -> BTreeMap<String, RefOr<Response>> {
    let mut by_status: BTreeMap<u16, Vec<ErrorCode>> = BTreeMap::new();
    for &code in codes.iter().copied().flatten().chain(EVERY) {
        let codes = by_status.entry(status::of(code).as_u16()).or_default();
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    let responses = by_status
        .into_iter()
        .map(|(status, codes)| (status.to_string(), response(&codes)));
    ResponsesBuilder::new()
        .responses_from_iter(responses)
        .build()
        .responses
        .into_iter()
        .collect()
}

fn response(codes: &[ErrorCode]) -> Response {
    let description = codes
        .iter()
        .map(|code| format!("`{code}`: {}", code.title()))
        .collect::<Vec<_>>()
        .join("; ");
    let mut content = Content::new(Some(Ref::from_schema_name("Problem")));
    content.examples = codes
        .iter()
        .map(|code| {
            let body = problem::Problem::new(*code).into_body();
            let example = ExampleBuilder::new()
                .summary(code.title())
                .value(serde_json::to_value(body).ok())
                .build();
            (code.as_str().to_owned(), RefOr::T(example))
        })
        .collect();
    ResponseBuilder::new()
        .description(description)
        .content(problem::CONTENT_TYPE, content)
        .build()
}

/// Declares a type whose responses are these codes, for `responses(...)` of `utoipa::path`; `body`
/// first adds what can be wrong with a body.
///
/// ```
/// live_http::problems!(RegisterProblems: body, EmailTaken, UsernameTaken);
///
/// #[utoipa::path(post, path = "/api/auth/register", responses((status = 201), RegisterProblems))]
/// async fn register() {}
/// ```
#[macro_export]
macro_rules! problems {
    ($name:ident: body $(, $code:ident)* $(,)?) => {
        $crate::problems!(@type $name, $crate::openapi::BODY, [$($code),*]);
    };
    ($name:ident: $($code:ident),+ $(,)?) => {
        $crate::problems!(@type $name, &[], [$($code),*]);
    };
    ($name:ident) => {
        $crate::problems!(@type $name, &[], []);
    };
    (@type $name:ident, $more:expr, [$($code:ident),*]) => {
        /// What this operation may refuse.
        pub(crate) struct $name;

        impl $crate::utoipa::IntoResponses for $name {
            fn responses() -> ::std::collections::BTreeMap<
                String,
                $crate::utoipa::openapi::RefOr<$crate::utoipa::openapi::Response>,
            > {
                $crate::openapi::responses(&[
                    $more,
                    &[$($crate::live_protocol::ErrorCode::$code),*],
                ])
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use utoipa::OpenApi;

    problems!(RegisterProblems: body, EmailTaken, UsernameTaken);

    #[utoipa::path(post, path = "/register", responses((status = 201), RegisterProblems))]
    #[expect(
        dead_code,
        clippy::unused_async,
        reason = "only its documentation is used"
    )]
    async fn register() {}

    #[derive(OpenApi)]
    #[openapi(paths(register), components(schemas(live_protocol::Problem)))]
    struct Api;

    #[test]
    fn codes_of_one_status_share_a_response_with_an_example_each() {
        let document = serde_json::to_value(Api::openapi()).unwrap();
        let responses = &document["paths"]["/register"]["post"]["responses"];
        let statuses: Vec<_> = responses.as_object().unwrap().keys().cloned().collect();
        assert_eq!(
            statuses,
            [
                "201", "400", "409", "413", "415", "429", "500", "503", "504"
            ]
        );
        let conflict = &responses["409"]["content"]["application/problem+json"];
        assert_eq!(conflict["schema"]["$ref"], "#/components/schemas/Problem");
        let example = &conflict["examples"]["email_taken"]["value"];
        assert_eq!(example["code"], "email_taken");
        assert!(conflict["examples"]["username_taken"].is_object());
    }
}
