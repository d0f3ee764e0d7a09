//! What the screens and the command are told about saving.

macro_rules! views {
    ($($(#[$doc:meta])* pub struct $name:ident { $($(#[$field_doc:meta])* pub $field:ident: $type:ty,)+ })+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
            #[cfg_attr(feature = "bindings", derive(specta::Type))]
            pub struct $name { $($(#[$field_doc])* pub $field: $type,)+ }
        )+
    };
}

macro_rules! states {
    ($($(#[$doc:meta])* pub enum $name:ident { $($(#[$variant_doc:meta])* $variant:ident,)+ })+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
            #[cfg_attr(feature = "bindings", derive(specta::Type))]
            #[serde(rename_all = "snake_case")]
            pub enum $name { $($(#[$variant_doc])* $variant,)+ }
        )+
    };
}

mod goals;
mod items;
mod lab;
mod rules;
mod sweeps;

pub use goals::*;
pub use items::*;
pub use lab::*;
pub use rules::*;
pub use sweeps::*;
