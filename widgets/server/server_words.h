#pragma once

#include "fleet/server_state.h"
#include "widgets/common/theme.h"

#include <QCoreApplication>
#include <QString>

namespace otabench::widgets {

/// A state in a table of the server's page: never by colour alone.
struct ServerLook
{
    QString icon;
    Token token = Token::Neutral;
    QString word;
};

/// What the server has seen, in words. Thread: GUI.
class ServerWords
{
    Q_DECLARE_TR_FUNCTIONS(otabench::widgets::ServerWords)
public:
    [[nodiscard]] static ServerLook look(const fleet::ServerClient &client);
    [[nodiscard]] static ServerLook look(const server::FinishedRequest &request);
    [[nodiscard]] static ServerLook look(const server::HandshakeFailure &failure);
    /// What to do about it; empty where nothing is.
    [[nodiscard]] static QString advice(const server::FinishedRequest &request);
    [[nodiscard]] static QString advice(const server::HandshakeFailure &failure);
    /// "2 refused, 1 cut off"; empty when there are none.
    [[nodiscard]] static QString errors(const server::ErrorCounts &errors,
                                        std::uint64_t failedHandshakes);

    [[nodiscard]] static QString faultName(server::FaultKind kind);
    /// What its number means, with its unit; empty: it takes none.
    [[nodiscard]] static QString faultArgument(server::FaultKind kind);
    /// "Cut after so many bytes: 1000, board vb-01, 2 times".
    [[nodiscard]] static QString fault(const server::Fault &fault);
};

} // namespace otabench::widgets
