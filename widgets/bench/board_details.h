#pragma once

#include "fleet/board_state.h"
#include "widgets/bench/board_record_reader.h"

#include <QWidget>

#include <map>
#include <optional>
#include <vector>

class QLabel;
class QPushButton;

namespace otabench::widgets {

class ErrorBanner;
class Theme;

/// What a person asks of the board that is shown.
enum class BoardAct
{
    Blink,
    Identify,
    Reset,
    Confirm,
    RollBack,  ///< asked first
    SendTrust, ///< asked first
    Console,
    Remove, ///< asked first
};

/// Everything known of one board, and what can be done with it alone. What is not known is not
/// shown. Thread: GUI.
class BoardDetails : public QWidget
{
    Q_OBJECT
public:
    explicit BoardDetails(const Theme &theme, QWidget *parent = nullptr);

    void setBoard(const fleet::BoardState &board);
    /// What the record knows of it; empty until it has been read.
    void setRecord(const BoardRecordView &record);

Q_SIGNALS:
    void requested(otabench::widgets::BoardAct act);

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
        Bench,
        Tags,
        Version,
        Project,
        Chip,
        Mac,
        Slots,
        Trusts,
        Demands,
        Idf,
        Build,
        Memory,
        Boots,
        Costs,
        Signal,
        Place,
        Address,
        Profile,
        Seen,
        FieldCount
    };

    struct Act
    {
        BoardAct act;
        QPushButton *button;
    };

    QWidget *makeForm();
    QWidget *makeActs();
    void retranslate();
    void refresh();
    void refreshIdentity(const fleet::BoardIdentity &identity);
    void refreshActs();
    void set(FieldId field, const QString &text);
    [[nodiscard]] QPushButton &button(BoardAct act) const;
    [[nodiscard]] QString slotsText(const fleet::BoardIdentity &identity) const;
    [[nodiscard]] QString trustText(const fleet::BoardIdentity &identity) const;
    [[nodiscard]] QString seenText() const;
    [[nodiscard]] static QString demandsText(const fleet::BoardIdentity &identity);
    [[nodiscard]] static QString memoryText(const fleet::BoardIdentity &identity);
    [[nodiscard]] static QString resetText(const std::string &reason);
    [[nodiscard]] static QString bootsText(const fleet::BoardIdentity &identity);
    [[nodiscard]] static QString costsText(const fleet::UpdateCosts &costs);
    [[nodiscard]] static QString profileText(const fleet::Profile &profile);

    const Theme &m_theme;
    std::optional<fleet::BoardState> m_board;
    BoardRecordView m_record;
    std::vector<Field> m_fields;
    std::vector<Act> m_acts;
    ErrorBanner *m_problem;
};

} // namespace otabench::widgets
