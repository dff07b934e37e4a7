#pragma once

#include <QStyledItemDelegate>
#include <QTableView>

namespace otabench::widgets {

class Theme;

/// The roles that the server's models share.
enum ServerDataRole : int
{
    ServerValueRole = Qt::UserRole, ///< raw, to sort by
    ServerTokenRole,                ///< int of Token
    ServerIconRole,                 ///< name of an icon
    ServerSearchRole,               ///< what the search field looks through
};

/// A table whose first cells may have a glyph in their colour, and which says so when it is empty.
class ServerTable : public QTableView
{
    Q_OBJECT
public:
    ServerTable(const Theme &theme, const char *objectName, QWidget *parent = nullptr);

    void setEmptyText(const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    QString m_emptyText;
};

/// Glyph and colour from the model's roles.
class ServerDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit ServerDelegate(const Theme &theme, QObject *parent = nullptr);

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
};

} // namespace otabench::widgets
