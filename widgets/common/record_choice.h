#pragma once

#include <QString>

#include <string>

class QSettings;

namespace otabench::widgets {

/// Where the history is kept and whose it is: from the environment, which goes first, or from the
/// settings:
///
///   history/url        postgresql://…; empty: SQLite in the data folder   $OTABENCH_DATABASE
///   history/operator   empty: who is logged in                            $OTABENCH_OPERATOR
///   history/station    empty: the computer's name                         $OTABENCH_STATION
struct RecordChoice
{
    std::string url;
    std::string operatorName;
    std::string station;

    [[nodiscard]] bool operator==(const RecordChoice &other) const = default;

    [[nodiscard]] static RecordChoice load(const QSettings &settings);
    /// Whether an environment variable ("OTABENCH_DATABASE") goes before the setting.
    [[nodiscard]] static bool isOverridden(const char *variable);
};

} // namespace otabench::widgets
