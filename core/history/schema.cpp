#include "history/schema.h"

namespace otabench::history {

std::vector<Migration> migrations(Backend backend)
{
    const std::string id =
        backend == Backend::Sqlite ? "integer primary key autoincrement" : "bigserial primary key";
    return {
        {{
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
        }},
        // What it takes to take a campaign up again, and to give boards back what they ran before.
        {{
            "alter table campaigns add column plan text not null default ''",
            "alter table campaigns add column owner text not null default ''",
            "alter table board_results add column from_slot text not null default ''",
            "alter table board_results add column from_elf text not null default ''",
            "alter table board_results add column from_image text not null default ''",
        }},
    };
}

} // namespace otabench::history
