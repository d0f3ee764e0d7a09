//! The shell: it translates between the page and the ledger, and alone knows the clock, the files
//! that a person hands over, and the window.
//!
//! The page is not trusted: it reaches the commands listed here and nothing else, it never names a
//! path, and it cannot leave its own origin.

mod arguments;
mod charts;
mod clock;
mod commands;
mod error;
mod files;
mod shell;
mod watch;
mod window;

use tauri::{Manager as _, Wry};

use crate::arguments::Arguments;
use crate::shell::Shell;

/// The door between page and Rust: every command with its types.
#[allow(
    clippy::too_many_lines,
    reason = "one list of all commands, which the macro takes as a whole"
)]
pub fn door() -> tauri_specta::Builder<Wry> {
    use commands::{
        accounts, allowance, app, cashback, entries, exchange, fees, games, habits, history,
        imports, insights, links, recurring, review, rules, savings, small, templates, today,
        watch,
    };
    tauri_specta::Builder::new()
        .commands(tauri_specta::collect_commands![
            app::status,
            app::load_demo,
            history::history,
            history::undo,
            history::redo,
            accounts::accounts,
            accounts::add_account,
            accounts::edit_account,
            accounts::categories,
            accounts::add_category,
            accounts::payees,
            entries::entries,
            entries::entry,
            entries::add_entry,
            entries::edit_entry,
            entries::delete_entries,
            entries::categorise,
            imports::pick_files,
            imports::preview_import,
            imports::run_import,
            imports::cancel_import,
            imports::batches,
            templates::paste_text,
            templates::message_templates,
            templates::save_message_template,
            templates::delete_message_template,
            links::review,
            links::link_pair,
            links::take_pair_apart,
            rules::rules,
            rules::save_rule,
            rules::delete_rule,
            rules::move_rule,
            rules::try_rules,
            rules::apply_rules,
            rules::why,
            rules::suggest_category,
            rules::rule_from,
            savings::saving_rules,
            savings::save_saving_rule,
            savings::delete_saving_rule,
            savings::pause_saving,
            savings::resume_saving,
            savings::leave_out,
            savings::take_in,
            savings::rounding_examples,
            savings::lab,
            savings::why_saved,
            savings::list_price,
            savings::set_list_price,
            savings::clear_list_price,
            savings::want_list,
            savings::add_wish,
            savings::drop_wish,
            savings::buy_wish,
            savings::reopen_wish,
            savings::remove_wish,
            savings::goals,
            savings::goal,
            savings::goal_deposits,
            savings::save_goal,
            savings::move_goal_money,
            savings::archive_goal,
            savings::reopen_goal,
            savings::destinations,
            savings::save_destination,
            savings::delete_destination,
            savings::sweeps,
            savings::confirm_sweep,
            savings::handoff,
            savings::mark_sweep_paid,
            savings::accept_sweep_entry,
            savings::cancel_sweep,
            savings::mirror,
            savings::goal_chart,
            savings::lab_chart,
            savings::sweep_code,
            cashback::attach_evidence,
            cashback::programme_templates,
            cashback::programmes,
            cashback::save_programme,
            cashback::delete_programme,
            cashback::activate_rule,
            cashback::try_programme,
            cashback::programme_text,
            cashback::read_programme,
            cashback::purchase_rewards,
            cashback::set_purchase_detail,
            cashback::cashback_desk,
            cashback::note_receivable,
            cashback::tell_receivable,
            cashback::untell_receivable,
            cashback::visit_portal,
            cashback::forget_visit,
            cashback::take_receipt,
            cashback::refuse_receipt,
            cashback::forget_receipt,
            cashback::detach_evidence,
            cashback::evidence,
            cashback::points,
            cashback::move_points,
            cashback::forget_points_move,
            cashback::value_points,
            cashback::gift_cards,
            cashback::save_gift_card,
            cashback::archive_gift_card,
            cashback::gift_card_secret,
            cashback::stranded,
            cashback::advise,
            cashback::cashback_chart,
            watch::watched_folder,
            watch::pick_watched_folder,
            watch::let_folder_import,
            watch::stop_watching,
            today::today,
            fees::fees,
            fees::tariffs,
            fees::save_tariff,
            fees::remove_tariff,
            fees::quote_payment,
            fees::compare_tariffs,
            fees::bundle_fees,
            fees::cash_out_cost,
            exchange::exchanges,
            exchange::rates_known,
            exchange::add_rates,
            exchange::forget_rates,
            games::games,
            games::save_game,
            games::remove_game,
            games::spend_units,
            games::set_game_cap,
            games::mark_creator,
            games::unmark_creator,
            games::day_passes,
            games::pass_break_even,
            small::small_money,
            small::small_chart,
            small::save_small_chart,
            small::lens_chart,
            small::save_lens_chart,
            small::merchant_lens,
            small::lens_settings,
            small::set_small_limit,
            small::set_essentials,
            small::set_hourly,
            small::accept_merchant,
            small::question_merchant,
            recurring::recurring,
            recurring::confirm_series,
            recurring::dismiss_series,
            recurring::restore_series,
            recurring::merge_series,
            recurring::edit_series,
            recurring::use_series,
            recurring::unuse_series,
            recurring::cancel_series,
            recurring::uncancel_series,
            recurring::attach_to_series,
            recurring::detach_from_series,
            recurring::pledge_saved,
            allowance::left_today,
            allowance::save_allowance,
            allowance::remove_allowance,
            allowance::answer_rest,
            allowance::sweep_allowance,
            allowance::category_limits,
            allowance::save_category_limit,
            allowance::remove_category_limit,
            review::weekly_review,
            review::choose_for_week,
            review::unchoose_for_week,
            review::skip_review_step,
            review::unskip_review_step,
            review::refund_came,
            review::finish_review,
            habits::habits,
            habits::habit,
            habits::save_habit,
            habits::skip_habit_day,
            habits::unskip_habit_day,
            habits::archive_habit,
            habits::reopen_habit,
            habits::start_vacation,
            habits::end_vacation,
            habits::save_challenge,
            habits::remove_challenge,
            insights::insights,
            insights::look_for_insights,
            insights::next_insight_notice,
            insights::dismiss_insight,
            insights::restore_insight,
            insights::mute_insights,
            insights::unmute_insights,
            insights::set_insight_settings,
        ])
        .typ::<crate::watch::FolderNews>()
}

/// Opens the window and stays until it is closed.
pub fn run() -> Result<(), Box<dyn std::error::Error>> {
    keep_files_private();
    let arguments = Arguments::of_this_process()?;
    let single_instance = window::single_instance(arguments.ledger.as_deref());
    tauri::Builder::default()
        .plugin(single_instance)
        .plugin(tauri_plugin_dialog::init())
        .manage(Shell::new(arguments))
        .invoke_handler(door().invoke_handler())
        .on_window_event(window::on_event)
        .setup(|app| {
            shell::open_ledger_ahead(app.handle());
            window::open(app)?;
            watch::begin(app.handle());
            Ok(())
        })
        .build(context())?
        .run(|app, event| match event {
            // macOS does not name files on the command line.
            #[cfg(target_os = "macos")]
            tauri::RunEvent::Opened { urls } => window::take_opened(app, &urls),
            tauri::RunEvent::Exit => {
                tauri::async_runtime::block_on(app.state::<Shell>().close());
            }
            _ => {}
        });
    Ok(())
}

#[allow(
    clippy::disallowed_methods,
    reason = "the context that tauri generates ends the process where its own assets are broken"
)]
fn context() -> tauri::Context {
    tauri::generate_context!()
}

/// Whatever this process creates is for its owner only.
fn keep_files_private() {
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
}
