#pragma once

#include "fleet/board_state.h"

#include <QWidget>

#include <optional>
#include <vector>

class QFormLayout;
class QLabel;
class QPushButton;

namespace otabench::widgets {

class ErrorBanner;
class Theme;

/// Everything known of one board, and what can be done with it alone.
class BoardDetails : public QWidget
{
    Q_OBJECT
public:
    explicit BoardDetails(const Theme &theme, QWidget *parent = nullptr);

    void setBoard(const std::optional<fleet::BoardState> &board);

Q_SIGNALS:
    void identifyRequested(const std::string &id);
    void resetRequested(const std::string &id);
    void removeRequested(const std::string &id);

protected:
    void changeEvent(QEvent *event) override;

private:
    /// A row of the form: hidden while its value is empty.
    struct Field
    {
        QLabel *label;
        QLabel *value;
    };

    enum FieldId
    {
        State,
        Version,
        Project,
        Chip,
        Mac,
        Slot,
        NextSlot,
        Idf,
        Build,
        Heap,
        Boots,
        Cas,
        Port,
        Profile,
        FieldCount
    };

    void retranslate();
    void refresh();
    void set(FieldId field, const QString &text);
    [[nodiscard]] static QString profileText(const fleet::Profile &profile);
    void refreshIdentity(const fleet::BoardIdentity &identity);

    const Theme &m_theme;
    std::optional<fleet::BoardState> m_board;
    std::vector<Field> m_fields;
    ErrorBanner *m_problem;
    QPushButton *m_identify;
    QPushButton *m_reset;
    QPushButton *m_remove;
};

} // namespace otabench::widgets
