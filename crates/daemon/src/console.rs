//! The console: pages for people. They read and do what the interface for programs does, through the same functions, and work without JavaScript.
//!
//! A page is a route like any other: its entry says which scope it needs, the policy is asked, a foreign tenant does not exist. Who asks is
//! known by a session in a cookie ([`door`]) and by nothing else; the interface for programs knows no cookie.

mod assets;
mod attempts;
pub(crate) mod door;
mod overview;
pub(crate) mod pages;
mod receipts;
mod themes;
mod visit;

pub(crate) use attempts::Attempts;
pub(crate) use door::COOKIE;
pub(crate) use visit::{Visit, Visitor, shown};

use crate::routes::{Access, Route};
use cos_state::Scope;

/// Whether a route is one for people.
pub(crate) fn is_page(route: &Route) -> bool {
    route.path.starts_with("/console")
}

/// The pages, and what they are made of.
pub(crate) const ROUTES: &[Route] = &[
    Route {
        method: "GET",
        path: "/console",
        name: "console",
        summary: "Leads to the console.",
        access: Access::Public(overview::lead),
    },
    Route {
        method: "GET",
        path: "/console/sign-in",
        name: "consoleSignIn",
        summary: "The form to sign in with.",
        access: Access::Public(door::form),
    },
    Route {
        method: "POST",
        path: "/console/session",
        name: "consoleBeginSession",
        summary: "Sign in with a token.",
        access: Access::Public(door::enter),
    },
    Route {
        method: "POST",
        path: "/console/sign-out",
        name: "consoleEndSession",
        summary: "Sign out.",
        access: Access::Page(None, door::leave),
    },
    Route {
        method: "GET",
        path: "/console/assets/{file}",
        name: "consoleAsset",
        summary: "Style and script of the pages.",
        access: Access::Public(assets::get),
    },
    Route {
        method: "GET",
        path: "/console/",
        name: "consoleTenants",
        summary: "The tenants that the session reaches.",
        access: Access::Page(Some(Scope::TenantsRead), overview::tenants),
    },
    Route {
        method: "GET",
        path: "/console/t/{tenant}",
        name: "consoleTenant",
        summary: "One tenant at a glance.",
        access: Access::TenantPage(Scope::TenantsRead, overview::tenant),
    },
    Route {
        method: "GET",
        path: "/console/t/{tenant}/receipts",
        name: "consoleReceipts",
        summary: "A tenant's receipts, newest first, each verified.",
        access: Access::TenantPage(Scope::ReceiptsRead, receipts::list),
    },
    Route {
        method: "GET",
        path: "/console/t/{tenant}/receipts/{jti}",
        name: "consoleReceipt",
        summary: "One receipt, what it says and its proof.",
        access: Access::TenantPage(Scope::ReceiptsRead, receipts::show),
    },
    Route {
        method: "GET",
        path: "/console/t/{tenant}/themes",
        name: "consoleThemes",
        summary: "A tenant's themes, and which was in force when.",
        access: Access::TenantPage(Scope::ThemesRead, themes::list),
    },
    Route {
        method: "GET",
        path: "/console/t/{tenant}/themes/{digest}",
        name: "consoleTheme",
        summary: "A theme and what it would change.",
        access: Access::TenantPage(Scope::ThemesRead, themes::show),
    },
    Route {
        method: "GET",
        path: "/console/t/{tenant}/themes/{digest}/preview",
        name: "consoleThemePreview",
        summary: "What a theme looks like, in each mode.",
        access: Access::TenantPage(Scope::ThemesRead, themes::preview),
    },
    Route {
        method: "POST",
        path: "/console/t/{tenant}/themes/{digest}/activate",
        name: "consoleActivateTheme",
        summary: "Bring a theme into force.",
        access: Access::TenantPage(Scope::ThemesWrite, themes::activate),
    },
    Route {
        method: "POST",
        path: "/console/t/{tenant}/themes/rollback",
        name: "consoleRollBackTheme",
        summary: "Bring a theme back into force that was.",
        access: Access::TenantPage(Scope::ThemesWrite, themes::rollback),
    },
    Route {
        method: "GET",
        path: "/console/t/{tenant}/theme.css",
        name: "consoleThemeCss",
        summary: "The style sheet of the theme in force.",
        access: Access::TenantPage(Scope::ThemesRead, themes::css),
    },
    Route {
        method: "GET",
        path: "/console/t/{tenant}/events",
        name: "consoleEvents",
        summary: "What changes for a tenant, as it happens (server-sent events).",
        access: Access::TenantPage(Scope::EventsRead, overview::events),
    },
];
