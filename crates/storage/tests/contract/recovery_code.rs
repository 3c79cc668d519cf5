//! Codes that replace the second factor.

use entrenous_domain::account::Role;
use entrenous_testkit::each_database;

use crate::town::{self, after, agent};

#[tokio::test]
async fn a_code_works_once_for_its_agent_until_the_set_is_replaced() {
    each_database(|db| async move {
        town::build(&db).await;
        let (emma, other) = (agent(1, 2, Role::Agent).id, agent(9, 9, Role::Owner).id);
        let mut work = db.unit().await.unwrap();
        work.recovery_codes().set_all(&emma, &[vec![1], vec![2], vec![2]]).await.unwrap();
        assert_eq!(work.recovery_codes().count_left(&emma).await.unwrap(), 2);
        assert!(!work.recovery_codes().use_up(&other, &[1], after(1)).await.unwrap());
        assert!(work.recovery_codes().use_up(&emma, &[1], after(1)).await.unwrap());
        assert!(!work.recovery_codes().use_up(&emma, &[1], after(1)).await.unwrap());
        assert_eq!(work.recovery_codes().count_left(&emma).await.unwrap(), 1);
        work.recovery_codes().set_all(&emma, &[vec![3]]).await.unwrap();
        assert!(!work.recovery_codes().use_up(&emma, &[2], after(1)).await.unwrap());
        work.recovery_codes().set_all(&emma, &[]).await.unwrap();
        assert_eq!(work.recovery_codes().count_left(&emma).await.unwrap(), 0);
        work.save().await.unwrap();
    })
    .await;
}
