//! From options to a client of the SDK.

use super::{Addressing, Credentials, Options, Tuning};
use crate::error::ObjectError;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::config::{
    BehaviorVersion, Builder, Credentials as Pair, Region, StalledStreamProtectionConfig,
};
use std::env;

/// The region that is named to servers that have none.
const NO_REGION: &str = "us-east-1";

/// A client and what it was made of.
pub(super) struct Connection {
    pub(super) client: Client,
    pub(super) endpoint: Option<String>,
    pub(super) region: String,
}

/// Makes a client; where credentials are to be found, finding them is left to its first request.
pub(super) async fn client(options: &Options) -> Result<Connection, ObjectError> {
    let (mut builder, mut endpoint, mut region) = match &options.credentials {
        Credentials::Found => {
            let found = aws_config::load_defaults(BehaviorVersion::latest()).await;
            let endpoint = found.endpoint_url().map(str::to_owned);
            let endpoint = set("AWS_ENDPOINT_URL_S3").or(endpoint);
            let region = found.region().map(|region| region.as_ref().to_owned());
            (Builder::from(&found), endpoint, region)
        }
        Credentials::Anonymous => (Builder::new().allow_no_auth(), None, None),
        Credentials::Given { id, secret } => {
            let pair = Pair::new(id, secret, None, None, "given");
            (Builder::new().credentials_provider(pair), None, None)
        }
    };
    endpoint = options.endpoint.clone().or(endpoint);
    region = options.region.clone().or(region);
    if let Some(endpoint) = &endpoint {
        if !endpoint.starts_with("http://") && !endpoint.starts_with("https://") {
            let endpoint = endpoint.escape_debug();
            let reason =
                format!("the endpoint `{endpoint}` begins with neither `http://` nor `https://`");
            return Err(ObjectError::Setup(reason));
        }
        builder = builder.endpoint_url(endpoint);
        region = region.or_else(|| Some(NO_REGION.into()));
    }
    let region = region.ok_or_else(|| {
        ObjectError::Setup(
            "no region is set; set `AWS_REGION`, or name the server's endpoint".into(),
        )
    })?;
    let in_path = match options.addressing {
        Addressing::Auto => endpoint.is_some(),
        Addressing::Path => true,
        Addressing::VirtualHost => false,
    };
    let config = builder
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(region.clone()))
        .force_path_style(in_path)
        // This crate repeats what can be repeated; nothing below it does.
        .retry_config(RetryConfig::disabled())
        .timeout_config(timeouts(&options.tuning))
        // The limits of this crate are stricter than a byte a second.
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .build();
    Ok(Connection { client: Client::from_conf(config), endpoint, region })
}

fn timeouts(tuning: &Tuning) -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(tuning.connect)
        .read_timeout(tuning.attempt)
        .operation_attempt_timeout(tuning.attempt)
        .operation_timeout(tuning.attempt)
        .build()
}

fn set(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
