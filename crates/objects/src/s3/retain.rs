//! Versions, retention and legal hold: S3's object lock.

use super::S3;
use super::failure::{Failure, Kind};
use super::write;
use crate::content::Content;
use crate::error::ObjectError;
use crate::key::Key;
use crate::store::{
    Condition, Hold, Meta, Mode, Protection, Retain, Retention, Store as _, Version,
};
use aws_sdk_s3::primitives::DateTime;
use aws_sdk_s3::types::{
    ObjectLockLegalHold, ObjectLockLegalHoldStatus, ObjectLockMode, ObjectLockRetention,
    ObjectLockRetentionMode,
};
use cos_core::clock::Timestamp;

impl Retain for S3 {
    fn put_retained(
        &self,
        key: &Key,
        content: Content<'_>,
        retention: Retention,
    ) -> Result<Meta, ObjectError> {
        let meta = write::put(&self.calls, key, content, Condition::Absent, Some(retention))?;
        if meta.version.is_some() {
            return Ok(meta);
        }
        // Some servers name the version only when they are asked.
        let meta = self.head(key)?;
        match meta.version {
            Some(_) => Ok(meta),
            None => Err(ObjectError::Unsupported(format!("name the version of `{key}`"))),
        }
    }

    fn protection(&self, key: &Key, version: &Version) -> Result<Protection, ObjectError> {
        self.calls.block_on(async {
            let retention = self.retention(key, version).await;
            let hold = self.legal_hold(key, version).await;
            let failed = |failure: Failure| failure.about("look at the protection of", key);
            Ok(Protection { retention: retention.map_err(failed)?, hold: hold.map_err(failed)? })
        })
    }

    fn retain(
        &self,
        key: &Key,
        version: &Version,
        retention: Retention,
    ) -> Result<(), ObjectError> {
        self.calls.block_on(async {
            let present = self.retention(key, version).await;
            let present = present.map_err(|failure| failure.about("look at", key))?;
            retention.may_replace(present, key)?;
            let wanted = ObjectLockRetention::builder()
                .mode(ObjectLockRetentionMode::from(mode(retention).as_str()))
                .retain_until_date(date(retention))
                .build();
            let request = || {
                let request = self.calls.client.put_object_retention().bucket(&self.calls.bucket);
                let request = request.key(key.as_str()).version_id(version.as_str());
                request.retention(wanted.clone()).send()
            };
            let answer = self.calls.repeat(request).await;
            answer.map(drop).map_err(|failure| failure.about("retain", key))
        })
    }

    fn hold(&self, key: &Key, version: &Version, hold: Hold) -> Result<(), ObjectError> {
        let status = match hold {
            Hold::Off => ObjectLockLegalHoldStatus::Off,
            Hold::On => ObjectLockLegalHoldStatus::On,
        };
        let wanted = ObjectLockLegalHold::builder().status(status).build();
        let request = || {
            let request = self.calls.client.put_object_legal_hold().bucket(&self.calls.bucket);
            let request = request.key(key.as_str()).version_id(version.as_str());
            request.legal_hold(wanted.clone()).send()
        };
        let answer = self.calls.block_on(self.calls.repeat(request));
        answer.map(drop).map_err(|failure| failure.about("hold", key))
    }

    fn delete_version(&self, key: &Key, version: &Version) -> Result<(), ObjectError> {
        match self.calls.block_on(self.calls.delete(key, Some(version))) {
            // Servers do not tell a lock from a lack of rights.
            Err(ObjectError::Denied { action, name, reason }) => {
                match self.protection(key, version) {
                    Ok(Protection { retention: None, hold: Hold::Off }) | Err(_) => {
                        Err(ObjectError::Denied { action, name, reason })
                    }
                    Ok(_) => Err(ObjectError::Locked { key: key.clone(), reason }),
                }
            }
            settled => settled,
        }
    }
}

impl S3 {
    async fn retention(&self, key: &Key, version: &Version) -> Result<Option<Retention>, Failure> {
        let request = || {
            let request = self.calls.client.get_object_retention().bucket(&self.calls.bucket);
            request.key(key.as_str()).version_id(version.as_str()).send()
        };
        let answer = match self.calls.repeat(request).await {
            Ok(answer) => answer,
            Err(failure) if failure.kind == Kind::Unprotected => return Ok(None),
            Err(failure) => return Err(failure),
        };
        let Some(found) = answer.retention() else { return Ok(None) };
        let mode = match found.mode() {
            Some(ObjectLockRetentionMode::Compliance) => Mode::Compliance,
            Some(ObjectLockRetentionMode::Governance) => Mode::Governance,
            Some(other) => {
                return Err(Failure::lost(format!("the server retains by mode `{other}`")));
            }
            None => return Ok(None),
        };
        let until = found.retain_until_date().map(|date| Timestamp(date.secs()));
        let missing = || Failure::lost("the server retains it and does not say until when");
        Ok(Some(Retention { mode, until: until.ok_or_else(missing)? }))
    }

    async fn legal_hold(&self, key: &Key, version: &Version) -> Result<Hold, Failure> {
        let request = || {
            let request = self.calls.client.get_object_legal_hold().bucket(&self.calls.bucket);
            request.key(key.as_str()).version_id(version.as_str()).send()
        };
        match self.calls.repeat(request).await {
            Ok(answer) => {
                let status = answer.legal_hold().and_then(ObjectLockLegalHold::status);
                Ok(match status {
                    Some(ObjectLockLegalHoldStatus::On) => Hold::On,
                    _ => Hold::Off,
                })
            }
            Err(failure) if failure.kind == Kind::Unprotected => Ok(Hold::Off),
            Err(failure) => Err(failure),
        }
    }
}

pub(super) fn mode(retention: Retention) -> ObjectLockMode {
    match retention.mode {
        Mode::Compliance => ObjectLockMode::Compliance,
        Mode::Governance => ObjectLockMode::Governance,
    }
}

pub(super) fn date(retention: Retention) -> DateTime {
    DateTime::from_secs(retention.until.0)
}
