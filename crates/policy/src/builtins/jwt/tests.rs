//! Answers of OPA 1.20.2 to calls of the `jwt` family. The keys were made for these tests.

mod decode;
mod decode_verify;
mod ecdsa;
mod eddsa;
mod hmac;
mod rsa;
mod sign;

use super::super::tests::assert_table;
