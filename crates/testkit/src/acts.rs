//! What people do on the platform: the table that [`super::events`] draws from.
//!
//! Texts in braces are filled in for each event: `{n}` a number, `{service}`, `{release}`, `{percent}`, `{tenant}`.

/// One kind of privileged act.
pub(crate) struct Act {
    pub(crate) flow: &'static str,
    pub(crate) action: &'static str,
    pub(crate) resource: &'static str,
    /// Whether the price catalog has a say in it.
    pub(crate) priced: bool,
    pub(crate) rationales: &'static [&'static str],
    /// Code for machines and reason for people.
    pub(crate) denials: &'static [(&'static str, &'static str)],
}

pub(crate) const SERVICES: [&str; 8] =
    ["checkout", "ledger-api", "search", "notify", "identity", "billing", "console", "exporter"];

/// First names from several scripts, so that no test passes by luck of ASCII.
pub(crate) const PEOPLE: [&str; 12] = [
    "dana", "lee", "amara", "jonas", "mei", "søren", "zoë", "ivan", "noor", "priya", "tomás", "渚",
];

const WINDOW: (&str, &str) =
    ("window_closed", "the change window of {service} is closed until 06:00 UTC");
const SELF_APPROVAL: (&str, &str) =
    ("self_approval", "the requester may not approve their own change OPS-{n}");
const RESIDENCY: (&str, &str) = ("residency", "data of tenant {tenant} may not leave its region");

pub(crate) const ACTS: [Act; 14] = [
    Act {
        flow: "approval",
        action: "change.approve",
        resource: "change/OPS-{n}",
        priced: false,
        rationales: &[
            "reviewed the diff and the rollback plan",
            "second pair of eyes on the {service} change",
        ],
        denials: &[SELF_APPROVAL, ("quorum_missing", "one of two approvals is missing")],
    },
    Act {
        flow: "approval",
        action: "change.reject",
        resource: "change/OPS-{n}",
        priced: false,
        rationales: &[
            "the rollback plan names a release that no longer exists",
            "load test is older than {percent} days",
        ],
        denials: &[("not_reviewer", "only a reviewer of {service} may reject its changes")],
    },
    Act {
        flow: "approval",
        action: "template.migrate",
        resource: "template/change-request/v{percent}",
        priced: false,
        rationales: &[
            "template v2 is deprecated, owner is \"platform\"",
            "moves the pilots to the pinned template",
        ],
        denials: &[(
            "template_deprecated",
            "template v{percent} has no owner and may not be chosen",
        )],
    },
    Act {
        flow: "deploy",
        action: "deploy.promote",
        resource: "service/{service}/release/{release}",
        priced: false,
        rationales: &[
            "canary healthy for {percent} minutes, p95 within budget",
            "scheduled ramp — step {percent} %",
        ],
        denials: &[
            WINDOW,
            ("unsigned_image", "the image of {service} {release} has no valid signature"),
        ],
    },
    Act {
        flow: "deploy",
        action: "deploy.rollback",
        resource: "service/{service}/release/{release}",
        priced: false,
        rationales: &[
            "error budget spent: p99 errors at 0.{percent} %",
            "rehearsal before the pilot ramp",
        ],
        denials: &[("no_target", "release {release} of {service} was never live")],
    },
    Act {
        flow: "deploy",
        action: "flag.set",
        resource: "flag/{service}-v2",
        priced: false,
        rationales: &[
            "limits the new path to the pilot tenants",
            "switches the safe variant back on",
        ],
        denials: &[("tenant_not_in_stage", "tenant {tenant} is not in this stage of the ramp")],
    },
    Act {
        flow: "tenant_change",
        action: "tenant.suspend",
        resource: "tenant/{tenant}",
        priced: false,
        rationales: &[
            "payment {n} is overdue by 60 days",
            "asked for by the customer, contract C\\{n}",
        ],
        denials: &[SELF_APPROVAL, ("dual_control", "suspending a tenant takes two people")],
    },
    Act {
        flow: "tenant_change",
        action: "tenant.export",
        resource: "tenant/{tenant}/export/{n}",
        priced: true,
        rationales: &["data subject request DSR-{n}", "quarterly export for the auditor"],
        denials: &[RESIDENCY],
    },
    Act {
        flow: "tenant_change",
        action: "role.grant",
        resource: "tenant/{tenant}/role/operator",
        priced: false,
        rationales: &["on call this week", "replaces a colleague on leave (ticket has the dates)"],
        denials: &[("scope_exceeded", "the token may not grant a scope that it does not have")],
    },
    Act {
        flow: "price_catalog",
        action: "catalog.publish",
        resource: "catalog/2025-q4/revision/{n}",
        priced: true,
        rationales: &[
            "unit price of storage drops by {percent} %",
            "corrects the currency of item {n}",
        ],
        denials: &[("finance_signature", "the revision is not signed by finance"), SELF_APPROVAL],
    },
    Act {
        flow: "price_catalog",
        action: "catalog.edit",
        resource: "catalog/2025-q4/item/{n}",
        priced: true,
        rationales: &["new tier for {service}", "rounds half to even, as the contract says"],
        denials: &[("negative_price", "the price of item {n} would be negative")],
    },
    Act {
        flow: "runbook_step",
        action: "runbook.execute",
        resource: "runbook/failover-{service}/step/{percent}",
        priced: true,
        rationales: &[
            "incident INC-{n}: primary of {service} does not answer",
            "game day, step as written",
        ],
        denials: &[
            WINDOW,
            ("runbook_unsigned", "the runbook's signature is not by a trusted publisher"),
        ],
    },
    Act {
        flow: "runbook_step",
        action: "runbook.channel",
        resource: "runbook/failover-{service}",
        priced: false,
        rationales: &[
            "stable after two clean game days",
            "back to canary: step {percent} timed out",
        ],
        denials: &[("channel_frozen", "channel stable is frozen during the ramp")],
    },
    Act {
        flow: "white_label",
        action: "profile.import",
        resource: "tenant/{tenant}/profile/enterprise",
        priced: false,
        rationales: &["partner onboarding, wave {percent}", "diff shows no decision flipped"],
        denials: &[RESIDENCY, ("bundle_unsigned", "the profile's policy bundle is not signed")],
    },
];
