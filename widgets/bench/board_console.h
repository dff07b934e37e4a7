#pragma once

#include "fleet/board_state.h"

#include <QLineEdit>
#include <QStringList>
#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QSettings;

namespace otabench::widgets {

/// A line to type for a console: Up and Down walk through what was sent before; pasted lines are
/// told apart from what is typed. Thread: GUI.
class ConsoleLine : public QLineEdit
{
    Q_OBJECT
public:
    static constexpr int kMostLines = 200;

    explicit ConsoleLine(QWidget *parent = nullptr);

    /// Takes the line out and remembers it.
    QString take();

Q_SIGNALS:
    /// More than one line was pasted: not inserted.
    void linesPasted(const QStringList &lines);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void step(int by);

    QStringList m_sent;
    int m_place = 0; ///< in m_sent; its size: the line that is being typed
    QString m_typed;
};

/// Sends lines to the console of one board: what they end with is the user's choice, kept in the
/// settings. While the board may not be written to (it is being updated, its port is lent or
/// closed) it says why. Thread: GUI.
class BoardConsole : public QWidget
{
    Q_OBJECT
public:
    explicit BoardConsole(QSettings &settings, QWidget *parent = nullptr);

    void setBoard(const fleet::BoardState &board);
    void open(); ///< puts the cursor into the line

Q_SIGNALS:
    /// With what ends the line.
    void textEntered(const std::string &board, const std::string &text);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void send();
    void sendLines(const QStringList &lines);
    void askLines(const QStringList &lines);
    [[nodiscard]] QString lineEnd() const;
    [[nodiscard]] QString obstacle() const;
    void refresh();

    QSettings &m_settings;
    fleet::BoardState m_board;
    ConsoleLine *m_line;
    QComboBox *m_end;
    QPushButton *m_send;
    QLabel *m_obstacle;
};

} // namespace otabench::widgets
