#include "history/schema.h"

namespace otabench::history {
namespace {

Migration first(const std::string &id)
{
    return {{
        "create table campaigns (id " + id +
            ", started bigint not null, ended bigint"
            ", image_file text not null, image_sha256 text not null, project text not null"
            ", version text not null, chip text not null, operator text not null)",
        "create table board_results ("
        "campaign_id bigint not null references campaigns (id), board text not null"
        ", mac text not null, phase text not null, from_version text not null"
        ", to_version text not null, slot text not null, bytes bigint not null"
        ", total bigint not null, attempts bigint not null, reason text not null"
        ", detail text not null, changed bigint not null, duration_ms bigint"
        ", primary key (campaign_id, board))",
        "create index board_results_by_board on board_results (board, changed)",
        "create table transitions (id " + id +
            ", campaign_id bigint not null references campaigns (id), board text not null"
            ", at bigint not null, phase text not null, bytes bigint not null"
            ", total bigint not null, reason text not null, detail text not null)",
        "create index transitions_by_board on transitions (campaign_id, board, id)",
        "create index campaigns_by_image on campaigns (image_sha256)",
    }};
}

/// What it takes to take a campaign up again, and to give boards back what they ran before.
Migration second()
{
    return {{
        "alter table campaigns add column plan text not null default ''",
        "alter table campaigns add column owner text not null default ''",
        "alter table board_results add column from_slot text not null default ''",
        "alter table board_results add column from_elf text not null default ''",
        "alter table board_results add column from_image text not null default ''",
    }};
}

/// Boards and images of their own, what proves a result, log excerpts, claims.
Migration third()
{
    const std::string text = " text not null default ''";
    return {{
        "alter table campaigns add column uid" + text,
        "alter table campaigns add column station" + text,
        "alter table campaigns add column profile" + text,
        "create index campaigns_by_uid on campaigns (uid)",
        "create index campaigns_by_start on campaigns (started)",
        "alter table board_results add column elf" + text,
        "alter table board_results add column slot_state" + text,
        "alter table board_results add column log_excerpt" + text,
        "create index board_results_by_mac on board_results (mac, changed)",
        "create index board_results_by_time on board_results (changed)",
        "alter table transitions add column attempt bigint not null default 0",
        "alter table transitions add column uid text",
        "create unique index transitions_by_uid on transitions (uid)",
        "create table images (sha256 text primary key, elf text not null, project text not null"
        ", version text not null, chip text not null, bytes bigint not null"
        ", first_used bigint not null, last_used bigint not null)",
        "insert into images (sha256, elf, project, version, chip, bytes, first_used, last_used) "
        "select image_sha256, '', max(project), max(version), max(chip), 0, min(started)"
        ", max(started) from campaigns where image_sha256 <> '' group by image_sha256",
        "create table boards (mac text primary key, board text not null, station text not null"
        ", chip text not null, project text not null, version text not null, elf text not null"
        ", slot text not null, phase text not null, campaign_id bigint not null"
        ", first_seen bigint not null, last_seen bigint not null)",
        "insert into boards (mac, board, station, chip, project, version, elf, slot, phase"
        ", campaign_id, first_seen, last_seen) "
        "select r.mac, r.board, '', c.chip, c.project, case when r.phase in ('updated', "
        "'up-to-date') then r.to_version else r.from_version end, '', r.slot, r.phase"
        ", r.campaign_id, (select min(e.changed) from board_results e where e.mac = r.mac)"
        ", r.changed from board_results r join campaigns c on c.id = r.campaign_id "
        "where r.mac <> '' and not exists (select 1 from board_results n where n.mac = r.mac "
        "and (n.changed > r.changed or (n.changed = r.changed and (n.campaign_id > r.campaign_id "
        "or (n.campaign_id = r.campaign_id and n.board > r.board)))))",
        "create table claims (board_key text primary key, token text not null"
        ", board text not null, operator text not null, station text not null"
        ", place text not null, process bigint not null, process_start text not null"
        ", campaign_id bigint not null, since bigint not null, expires bigint not null)",
        "create index claims_by_token on claims (token)",
    }};
}

} // namespace

std::vector<Migration> migrations(Backend backend)
{
    return {first(backend == Backend::Sqlite ? "integer primary key autoincrement"
                                             : "bigserial primary key"),
            second(), third()};
}

std::string nowExpression(Backend backend)
{
    return backend == Backend::Sqlite
               ? "cast((julianday('now') - 2440587.5) * 86400000 as integer)"
               : "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";
}

} // namespace otabench::history
