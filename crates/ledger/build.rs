//! Migrates an empty file so that every `query!` is checked against the real schema, without set-up.

use std::error::Error;
use std::path::Path;

use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=../../migrations");
    let file = Path::new(&std::env::var("OUT_DIR")?).join("schema.db");
    if file.exists() {
        std::fs::remove_file(&file)?;
    }
    tokio::runtime::Runtime::new()?.block_on(migrate(&file))?;
    println!("cargo:rustc-env=DATABASE_URL=sqlite://{}", file.display());
    Ok(())
}

async fn migrate(file: &Path) -> Result<(), Box<dyn Error>> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true);
    let pool = SqlitePoolOptions::new().connect_with(options).await?;
    Migrator::new(Path::new("../../migrations"))
        .await?
        .run(&pool)
        .await?;
    pool.close().await;
    Ok(())
}
