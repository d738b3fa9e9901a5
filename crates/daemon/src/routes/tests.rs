//! A body is bounded in length and in time before anything is made of it.

use super::*;
use axum::http::StatusCode;
use futures_util::stream;

fn request(body: Body) -> Request {
    Request::new(body)
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let first = stream::iter([Ok::<_, std::io::Error>("one byte, and then nothing")]);
    let endless = futures_util::StreamExt::chain(first, stream::pending());
    let failure = body(request(Body::from_stream(endless)), 1 << 20).await.unwrap_err();
    assert_eq!(failure.status, StatusCode::REQUEST_TIMEOUT);
    assert_eq!(failure.code().as_str(), "COS-SRV-0023");
}

#[tokio::test]
async fn a_body_is_as_long_as_its_route_takes() {
    assert_eq!(body(request(Body::from("12345678")), 8).await.unwrap(), b"12345678");
    let failure = body(request(Body::from("123456789")), 8).await.unwrap_err();
    assert_eq!(failure.status, StatusCode::PAYLOAD_TOO_LARGE);
}
