#include "widgets/campaign/cause_model.h"

#include "widgets/common/error_text.h"
#include "widgets/common/theme.h"

#include <algorithm>

namespace otabench::widgets {

CauseModel::CauseModel(QObject *parent)
    : QAbstractListModel(parent)
{
}

/// Rows stay where they are while the causes are the same, so that a selection does.
void CauseModel::setCauses(const Causes &causes)
{
    if (causes == m_causes)
        return;
    const int before = static_cast<int>(m_causes.size());
    const int after = static_cast<int>(causes.size());
    if (after < before) {
        beginRemoveRows({}, after, before - 1);
        m_causes.resize(causes.size());
        endRemoveRows();
    } else if (after > before) {
        beginInsertRows({}, before, after - 1);
        m_causes.resize(causes.size());
        endInsertRows();
    }
    m_causes = causes;
    retranslate();
}

void CauseModel::retranslate()
{
    if (!m_causes.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

int CauseModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_causes.size());
}

QVariant CauseModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto &[code, count] = m_causes[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        //: a cause of failures, and how many boards failed by it
        return tr("%n × %1", nullptr, static_cast<int>(count)).arg(ErrorText::sentence(code));
    case Qt::ToolTipRole:
        return ErrorText::remedies(code).join(QLatin1Char('\n'));
    case CodeRole:
        return static_cast<int>(code);
    case TokenRole:
        return static_cast<int>(Token::Text);
    case IconRole:
        return QStringLiteral("dialog-error");
    default:
        return {};
    }
}

} // namespace otabench::widgets
