#pragma once

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QAbstractTableModel>
#include <QPainter>
#include <QPixmap>
#include <QString>

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace otabench::widgets {

/// Roles of every table of records.
enum RecordRole
{
    ValueRole = Qt::UserRole, ///< what to sort by
    SearchRole,               ///< all of a row's texts, for a search
};

/// A cell that shows a state: never by colour alone.
struct CellLook
{
    QString icon;
    Token token = Token::Text;
};

/// Records of one kind as a table: the columns say what is shown of a record. New records take the
/// place of old ones with the same key, so that selection and scroll position stay. Thread: GUI.
template <typename Record>
class RecordTable : public QAbstractTableModel
{
public:
    struct Column
    {
        std::function<QString()> title; ///< translated when it is asked for
        std::function<QString(const Record &)> text;
        std::function<QVariant(const Record &)> value = {}; ///< to sort by; none: the text
        std::function<CellLook(const Record &)> look = {};
        std::function<QString(const Record &)> tip = {}; ///< none: the text
        Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter;
    };

    using Key = std::function<std::string(const Record &)>;

    RecordTable(const Theme &theme, std::vector<Column> columns, Key key, QObject *parent = nullptr)
        : QAbstractTableModel(parent)
        , m_theme(theme)
        , m_columns(std::move(columns))
        , m_key(std::move(key))
    {
    }

    /// More words of a record that a search finds.
    void setSearchText(std::function<QString(const Record &)> text)
    {
        m_searchText = std::move(text);
    }

    void set(std::vector<Record> records)
    {
        removeOthers(records);
        for (std::size_t row = 0; row < records.size(); ++row) {
            if (row < m_records.size() && m_key(m_records[row]) == m_key(records[row])) {
                m_records[row] = std::move(records[row]);
                continue;
            }
            const auto later = std::find_if(
                m_records.begin() + static_cast<std::ptrdiff_t>(std::min(row, m_records.size())),
                m_records.end(),
                [&](const Record &old) { return m_key(old) == m_key(records[row]); });
            if (later != m_records.end()) // it has moved
                remove(static_cast<std::size_t>(later - m_records.begin()), 1);
            insert(row, std::move(records[row]));
        }
        if (!m_records.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    }

    [[nodiscard]] const std::vector<Record> &records() const { return m_records; }

    [[nodiscard]] const Record &record(int row) const
    {
        return m_records[static_cast<std::size_t>(row)];
    }

    void retranslate()
    {
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
        if (!m_records.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_records.size());
    }

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
    }

    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override
    {
        if (orientation != Qt::Horizontal)
            return {};
        const Column &column = m_columns[static_cast<std::size_t>(section)];
        if (role == Qt::TextAlignmentRole)
            return static_cast<int>(column.alignment);
        return role == Qt::DisplayRole ? QVariant(column.title()) : QVariant();
    }

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid))
            return {};
        const Record &shown = record(index.row());
        const Column &column = m_columns[static_cast<std::size_t>(index.column())];
        switch (role) {
        case Qt::DisplayRole:
            return column.text(shown);
        case Qt::ToolTipRole:
            return column.tip ? column.tip(shown) : column.text(shown);
        case Qt::TextAlignmentRole:
            return static_cast<int>(column.alignment);
        case ValueRole:
            return column.value ? column.value(shown) : QVariant(column.text(shown));
        case SearchRole:
            return searchText(shown);
        case Qt::ForegroundRole:
            return column.look ? QVariant(m_theme.colour(column.look(shown).token)) : QVariant();
        case Qt::DecorationRole:
            return column.look ? decoration(column.look(shown)) : QVariant();
        default:
            return {};
        }
    }

private:
    [[nodiscard]] QString searchText(const Record &record) const
    {
        QString text = m_searchText ? m_searchText(record) : QString();
        for (const Column &column : m_columns)
            text += QLatin1Char('\n') + column.text(record);
        return text;
    }

    [[nodiscard]] QVariant decoration(const CellLook &look) const
    {
        constexpr int kIcon = 16;
        if (look.icon.isEmpty())
            return {};
        QPixmap pixmap(kIcon * 2, kIcon * 2); // sharp on any screen
        pixmap.setDevicePixelRatio(2);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paintIcon(painter, look.icon, QRectF(0, 0, kIcon, kIcon), m_theme.colour(look.token));
        painter.end();
        return pixmap;
    }

    void removeOthers(const std::vector<Record> &stay)
    {
        std::unordered_set<std::string> keys;
        for (const Record &record : stay)
            keys.insert(m_key(record));
        for (std::size_t end = m_records.size(); end > 0;) {
            std::size_t begin = end;
            while (begin > 0 && !keys.contains(m_key(m_records[begin - 1])))
                --begin;
            if (begin < end)
                remove(begin, end - begin);
            end = begin > 0 ? begin - 1 : 0;
        }
    }

    void remove(std::size_t row, std::size_t count)
    {
        beginRemoveRows({}, static_cast<int>(row), static_cast<int>(row + count) - 1);
        const auto begin = m_records.begin() + static_cast<std::ptrdiff_t>(row);
        m_records.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
        endRemoveRows();
    }

    void insert(std::size_t row, Record record)
    {
        beginInsertRows({}, static_cast<int>(row), static_cast<int>(row));
        m_records.insert(m_records.begin() + static_cast<std::ptrdiff_t>(row), std::move(record));
        endInsertRows();
    }

    const Theme &m_theme;
    std::vector<Column> m_columns;
    Key m_key;
    std::function<QString(const Record &)> m_searchText;
    std::vector<Record> m_records;
};

} // namespace otabench::widgets
