//! The stable codes of what can be wrong with a matrix file.

use cos_core::code::Code;
use cos_core::yaml::spot::Codes;

pub(super) const UNKNOWN_FIELD: Code = Code::new("COS-MTX-0001");
pub(super) const WRONG_SHAPE: Code = Code::new("COS-MTX-0002");
pub(super) const MALFORMED: Code = Code::new("COS-MTX-0003");
pub(super) const UNKNOWN_NAME: Code = Code::new("COS-MTX-0004");
pub(super) const CONTRADICTION: Code = Code::new("COS-MTX-0005");
pub(super) const BELOW_A_SCALAR: Code = Code::new("COS-MTX-0006");
pub(super) const OUTLIVES: Code = Code::new("COS-MTX-0007");

pub(super) const CODES: Codes = Codes {
    unknown_field: UNKNOWN_FIELD,
    wrong_shape: WRONG_SHAPE,
    malformed: MALFORMED,
    unknown_name: UNKNOWN_NAME,
    contradiction: CONTRADICTION,
};
