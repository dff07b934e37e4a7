#include "widgets/certificates/trust_model.h"

#include "widgets/certificates/certificate_text.h"

#include <algorithm>

namespace otabench::widgets {

using certificates::BoardTrust;
using certificates::CaState;

TrustModel::TrustModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void TrustModel::setTrust(const LabTrust &trust)
{
    const bool sameRows =
        std::ranges::equal(trust.boards, m_trust.boards, {}, &BoardTrust::mac, &BoardTrust::mac);
    if (sameRows) {
        m_trust = trust;
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
        return;
    }
    beginResetModel(); // a board has come or gone: rare, and the table is short
    m_trust = trust;
    endResetModel();
}

int TrustModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_trust.boards.size());
}

int TrustModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : kColumns;
}

StateLook TrustModel::lookOf(const BoardTrust &board) const
{
    const auto trusts = [&](CaState state) {
        return std::ranges::any_of(m_trust.cas, [&](const certificates::KnownCa &ca) {
            return ca.state == state && board.trusts(ca.summary.sha256);
        });
    };
    const bool hasNew = trusts(CaState::Current);
    const bool hasOld = trusts(CaState::Previous);
    if (hasNew)
        return {QStringLiteral("✔"), QStringLiteral("emblem-ok"),
                hasOld ? tr("Trusts both") : tr("Trusts the new CA"), Token::Good};
    if (hasOld)
        return {QStringLiteral("⚠"), QStringLiteral("dialog-warning"), tr("Trusts the old CA only"),
                Token::Warning};
    return {QStringLiteral("✕"), QStringLiteral("dialog-error"), tr("Trusts neither"), Token::Bad};
}

QVariant TrustModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const BoardTrust &board = m_trust.boards[static_cast<std::size_t>(index.row())];
    const auto column = static_cast<Column>(index.column());
    if (role == MacRole)
        return QString::fromStdString(board.mac);
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole) {
        switch (column) {
        case Column::Board:
            return QString::fromStdString(board.mac);
        case Column::Trust:
            return lookOf(board).word;
        case Column::Seen:
            break;
        }
        return CertificateText::date(board.seen);
    }
    if (column == Column::Board && role == SecondLineRole)
        return QString::fromStdString(board.address);
    if (column != Column::Trust)
        return role == TokenRole ? QVariant(int(Token::Text)) : QVariant();
    if (role == IconRole)
        return lookOf(board).icon;
    if (role == TokenRole)
        return int(lookOf(board).token);
    return {};
}

QVariant TrustModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Column::Board:
        return tr("Board");
    case Column::Trust:
        //: heading: which CAs a board trusts
        return tr("Trust");
    case Column::Seen:
        break;
    }
    //: heading: when a board was last asked
    return tr("Last asked");
}

} // namespace otabench::widgets
