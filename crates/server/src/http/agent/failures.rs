//! How the failures of the actions on people and sites are answered: one `match` each, without a `_` arm.

use entrenous_app::account::{
    ChangePasswordError, CreateAccountError, ForgotPasswordError, ResetPasswordError, RevokeError, SecondFactorError, SetUpError,
    SignInError, TotpError,
};
use entrenous_app::agent::{AcceptInvitationError, ChangeAgentError, ChangeMeError, InviteError, RemoveInvitedError, SetAvatarError};
use entrenous_app::password::HashError;
use entrenous_app::site::{GroupError, SiteError};
use entrenous_app::throttle::Limited;
use entrenous_domain::account::PasswordError;
use entrenous_domain::chat_box::ChatBoxError;
use entrenous_protocol::error::ErrorCode;

use crate::http::error::ApiError;

impl From<Limited> for ApiError {
    fn from(limited: Limited) -> Self {
        ApiError::rate_limited(limited.retry_after_ms)
    }
}

impl From<HashError> for ApiError {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy => ApiError::busy(),
            HashError::Failed => ApiError::internal(error),
        }
    }
}

fn password(field: &'static str, error: PasswordError) -> ApiError {
    let text = match error {
        PasswordError::TooShort => "error.password_short",
        PasswordError::TooLong => "error.password_long",
        PasswordError::TooCommon => "error.password_common",
    };
    ApiError::field(field, text)
}

impl From<SetUpError> for ApiError {
    fn from(error: SetUpError) -> Self {
        match error {
            SetUpError::LinkInvalid => ApiError::new(ErrorCode::LinkInvalid).with_text("error.setup_closed"),
            SetUpError::RateLimited(limited) => limited.into(),
            SetUpError::Refused(refused) => refused.into(),
            SetUpError::Storage(error) => error.into(),
        }
    }
}

impl From<CreateAccountError> for ApiError {
    fn from(error: CreateAccountError) -> Self {
        match error {
            CreateAccountError::SetupClosed => ApiError::new(ErrorCode::LinkInvalid).with_text("error.setup_closed"),
            CreateAccountError::NameEmpty(field) => ApiError::field(field, "error.name_empty"),
            CreateAccountError::Email => ApiError::field("email", "error.email"),
            CreateAccountError::Password(error) => password("password", error),
            CreateAccountError::Hash(error) => error.into(),
            CreateAccountError::Storage(error) => error.into(),
        }
    }
}

impl From<SignInError> for ApiError {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::WrongCredentials => ApiError::new(ErrorCode::WrongCredentials),
            SignInError::RateLimited(limited) => limited.into(),
            SignInError::Hash(error) => error.into(),
            SignInError::Storage(error) => error.into(),
        }
    }
}

impl From<SecondFactorError> for ApiError {
    fn from(error: SecondFactorError) -> Self {
        match error {
            SecondFactorError::Unauthenticated => ApiError::new(ErrorCode::Unauthenticated),
            SecondFactorError::WrongCode => ApiError::new(ErrorCode::WrongCredentials).with_text("error.wrong_code"),
            SecondFactorError::RateLimited(limited) => limited.into(),
            SecondFactorError::Seal(error) => ApiError::internal(error),
            SecondFactorError::Storage(error) => error.into(),
        }
    }
}

impl From<ForgotPasswordError> for ApiError {
    fn from(error: ForgotPasswordError) -> Self {
        match error {
            ForgotPasswordError::RateLimited(limited) => limited.into(),
            ForgotPasswordError::Storage(error) => error.into(),
        }
    }
}

impl From<ResetPasswordError> for ApiError {
    fn from(error: ResetPasswordError) -> Self {
        match error {
            ResetPasswordError::LinkInvalid => ApiError::new(ErrorCode::LinkInvalid),
            ResetPasswordError::Password(error) => password("password", error),
            ResetPasswordError::RateLimited(limited) => limited.into(),
            ResetPasswordError::Hash(error) => error.into(),
            ResetPasswordError::Storage(error) => error.into(),
        }
    }
}

impl From<ChangePasswordError> for ApiError {
    fn from(error: ChangePasswordError) -> Self {
        match error {
            ChangePasswordError::WrongCredentials => ApiError::field("current", "error.wrong_current_password"),
            ChangePasswordError::Password(error) => password("new", error),
            ChangePasswordError::RateLimited(limited) => limited.into(),
            ChangePasswordError::Unchanged => ApiError::field("new", "error.password_unchanged"),
            ChangePasswordError::Hash(error) => error.into(),
            ChangePasswordError::Storage(error) => error.into(),
        }
    }
}

impl From<RevokeError> for ApiError {
    fn from(error: RevokeError) -> Self {
        match error {
            RevokeError::NotFound => ApiError::not_found(),
            RevokeError::Storage(error) => error.into(),
        }
    }
}

impl From<TotpError> for ApiError {
    fn from(error: TotpError) -> Self {
        match error {
            TotpError::WrongCode => ApiError::field("code", "error.wrong_code"),
            TotpError::Conflict => ApiError::new(ErrorCode::Conflict).with_text("error.totp_state"),
            TotpError::RateLimited(limited) => limited.into(),
            TotpError::Seal(error) => ApiError::internal(error),
            TotpError::Storage(error) => error.into(),
        }
    }
}

impl From<InviteError> for ApiError {
    fn from(error: InviteError) -> Self {
        match error {
            InviteError::Forbidden => ApiError::new(ErrorCode::Forbidden),
            InviteError::NotFound => ApiError::not_found(),
            InviteError::NameEmpty => ApiError::field("name", "error.name_empty"),
            InviteError::Email => ApiError::field("email", "error.email"),
            InviteError::EmailTaken => ApiError::new(ErrorCode::EmailTaken),
            InviteError::UnknownSite => ApiError::field("site_ids", "error.unknown_site"),
            InviteError::RateLimited(limited) => limited.into(),
            InviteError::Storage(error) => error.into(),
        }
    }
}

impl From<AcceptInvitationError> for ApiError {
    fn from(error: AcceptInvitationError) -> Self {
        match error {
            AcceptInvitationError::LinkInvalid => ApiError::new(ErrorCode::LinkInvalid),
            AcceptInvitationError::NameEmpty => ApiError::field("name", "error.name_empty"),
            AcceptInvitationError::Password(error) => password("password", error),
            AcceptInvitationError::RateLimited(limited) => limited.into(),
            AcceptInvitationError::Hash(error) => error.into(),
            AcceptInvitationError::Storage(error) => error.into(),
        }
    }
}

impl From<ChangeAgentError> for ApiError {
    fn from(error: ChangeAgentError) -> Self {
        match error {
            ChangeAgentError::Forbidden => ApiError::new(ErrorCode::Forbidden),
            ChangeAgentError::NotFound => ApiError::not_found(),
            ChangeAgentError::LastOwner => ApiError::new(ErrorCode::Conflict).with_text("error.last_owner"),
            ChangeAgentError::UnknownSite => ApiError::field("site_ids", "error.unknown_site"),
            ChangeAgentError::Storage(error) => error.into(),
        }
    }
}

impl From<RemoveInvitedError> for ApiError {
    fn from(error: RemoveInvitedError) -> Self {
        match error {
            RemoveInvitedError::Forbidden => ApiError::new(ErrorCode::Forbidden),
            RemoveInvitedError::NotFound => ApiError::not_found(),
            RemoveInvitedError::Accepted => ApiError::new(ErrorCode::Conflict).with_text("error.invitation_accepted"),
            RemoveInvitedError::Storage(error) => error.into(),
        }
    }
}

impl From<ChangeMeError> for ApiError {
    fn from(error: ChangeMeError) -> Self {
        match error {
            ChangeMeError::Empty(field) => ApiError::field(field, "error.name_empty"),
            ChangeMeError::TooLong(field) => ApiError::field(field, "error.too_long"),
            ChangeMeError::NotFound => ApiError::new(ErrorCode::Unauthenticated),
            ChangeMeError::Storage(error) => error.into(),
        }
    }
}

impl From<SetAvatarError> for ApiError {
    fn from(error: SetAvatarError) -> Self {
        match error {
            SetAvatarError::Upload(error) => error.into(),
            SetAvatarError::Storage(error) => error.into(),
        }
    }
}

impl From<SiteError> for ApiError {
    fn from(error: SiteError) -> Self {
        match error {
            SiteError::NotFound => ApiError::not_found(),
            SiteError::Forbidden => ApiError::new(ErrorCode::Forbidden),
            SiteError::Name => ApiError::field("name", "error.name_length"),
            SiteError::Language => ApiError::field("language", "error.language_code"),
            SiteError::Domain(entry) => ApiError::field("allowed_domains", "error.domain").with_value("entry", entry),
            SiteError::TooManyDomains => ApiError::field("allowed_domains", "error.too_many_domains"),
            SiteError::NoIdentityKey => ApiError::field("identity_required", "error.no_identity_key"),
            SiteError::TooManySites => ApiError::new(ErrorCode::Conflict).with_text("error.too_many_sites"),
            SiteError::Storage(error) => error.into(),
        }
    }
}

impl From<GroupError> for ApiError {
    fn from(error: GroupError) -> Self {
        match error {
            GroupError::NotFound => ApiError::not_found(),
            GroupError::Forbidden => ApiError::new(ErrorCode::Forbidden),
            GroupError::Name => ApiError::field("name", "error.name_length"),
            GroupError::Key => ApiError::field("key", "error.group_key"),
            GroupError::KeyTaken => ApiError::field("key", "error.group_key_taken"),
            GroupError::UnknownAgent => ApiError::field("agent_ids", "error.agent_no_access"),
            GroupError::TooMany => ApiError::new(ErrorCode::Conflict).with_text("error.too_many_groups"),
            GroupError::Storage(error) => error.into(),
        }
    }
}

impl From<ChatBoxError> for ApiError {
    fn from(error: ChatBoxError) -> Self {
        match error {
            ChatBoxError::Color => ApiError::field("chat_box.color", "error.color"),
            ChatBoxError::PrivacyUrl => ApiError::field("chat_box.privacy_url", "error.privacy_url"),
            ChatBoxError::EmptyForm => ApiError::field("chat_box.contact_form", "error.form_empty"),
            ChatBoxError::Language => ApiError::field("chat_box.texts", "error.language_code"),
            ChatBoxError::TextTooLong { name, max } => {
                ApiError::field(format!("chat_box.texts.{name}"), "error.text_length").with_value("max", max.to_string())
            }
        }
    }
}
