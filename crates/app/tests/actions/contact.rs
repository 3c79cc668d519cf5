//! The form before the first message.

use entrenous_app::visitor::{Contact, IdentifyError, load_state, submit_contact};
use entrenous_domain::visitor::{IdentityError, Variable};
use entrenous_testkit::TestContext;

use crate::visitors::guest;

#[tokio::test]
async fn a_form_is_kept_with_the_tick_and_a_wrong_address_keeps_nothing() {
    let test = TestContext::sqlite().await;
    let made = test.account().await;
    let guest = guest(&test, &made.site, None).await;
    let wrong = Contact { name: Some("Eve".to_owned()), email: Some("a@b\r\nBcc: c@d.example".to_owned()), ..Contact::default() };
    let refused = submit_contact(&test.ctx, &guest, wrong).await;
    assert!(matches!(refused, Err(IdentifyError::Refused(IdentityError::Email))), "{refused:?}");
    let form = Contact {
        name: Some(" Nadia\u{202e} ".to_owned()),
        email: Some("Nadia@Exemple.FR".to_owned()),
        phone: Some(String::new()),
        group: None,
        has_processing_consent: true,
    };
    let visitor = submit_contact(&test.ctx, &guest, form).await.unwrap();
    let identity = visitor.identity;
    assert_eq!((identity.name.as_deref(), identity.email.as_deref(), identity.phone), (Some("Nadia"), Some("nadia@exemple.fr"), None));
    let label = "Agreed to the processing of personal data".to_owned();
    assert_eq!(identity.variables, [Variable { id: "personalDataProcessingConsent".to_owned(), label, value: "true".to_owned() }]);
    let again = submit_contact(&test.ctx, &guest, Contact::default()).await.unwrap();
    assert_eq!(again.identity.variables.len(), 1, "an empty form takes nothing back");
    assert!(!load_state(&test.ctx, &guest).await.unwrap().is_online);
}
