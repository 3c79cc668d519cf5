//! A browser without a network: it asks the router and keeps the cookie.

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tower::ServiceExt as _;

/// What a request carries.
#[derive(Debug, Clone)]
pub enum Load {
    /// Nothing.
    Empty,
    /// JSON.
    Json(Value),
    /// A file.
    File,
}

/// An answer, read to its end.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as JSON; null when it is none.
    pub json: Value,
    /// The body as text; empty when it is none.
    pub text: String,
}

impl Answer {
    /// What a caller can tell apart: status and body without the request's own id.
    pub fn seen(&self) -> (u16, Value) {
        let mut json = self.json.clone();
        if let Some(object) = json.as_object_mut() {
            object.remove("request_id");
        }
        (self.status.as_u16(), json)
    }

    /// The text of the header that sets a cookie.
    pub fn set_cookie(&self) -> Option<&str> {
        self.headers.get(SET_COOKIE).map(|value| value.to_str().unwrap())
    }
}

/// A browser.
#[derive(Debug, Clone)]
pub struct Browser {
    router: Router,
    /// `name=value`, as the last answer set it.
    pub cookie: Option<String>,
    /// Headers that go with every request.
    pub headers: Vec<(&'static str, String)>,
}

impl Browser {
    /// On a page of this server, with nothing kept.
    pub fn new(router: Router) -> Self {
        Self { router, cookie: None, headers: vec![("sec-fetch-site", "same-origin".to_owned())] }
    }

    /// Asks, and keeps the cookie that the answer sets.
    pub async fn ask(&mut self, method: &str, path: &str, load: Load) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, cookie);
        }
        let body = match load {
            Load::Empty => Body::empty(),
            Load::Json(value) => {
                request = request.header(CONTENT_TYPE, "application/json");
                Body::from(value.to_string())
            }
            Load::File => {
                request = request.header(CONTENT_TYPE, "text/plain");
                Body::from("a file")
            }
        };
        let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let json = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        let answer = Answer { status: parts.status, headers: parts.headers, json, text };
        if let Some(set) = answer.set_cookie() {
            let pair = set.split(';').next().unwrap().to_owned();
            self.cookie = (!pair.ends_with('=')).then_some(pair);
        }
        answer
    }

    /// Asks with JSON.
    pub async fn send(&mut self, method: &str, path: &str, json: Value) -> Answer {
        self.ask(method, path, Load::Json(json)).await
    }

    /// Asks without a body.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.ask("GET", path, Load::Empty).await
    }
}
