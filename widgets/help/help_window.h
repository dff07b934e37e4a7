#pragma once

#include "widgets/help/help_book.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QListWidget;
class QTextBrowser;
class QToolButton;

namespace otabench::widgets {

class Language;
class Theme;

/// The help in a window of its own: contents and search at the left, the chapter at the right, back
/// and forward. Follows the program's language and look. Thread: GUI.
class HelpWindow : public QWidget
{
    Q_OBJECT
public:
    HelpWindow(Theme &theme, Language &language, QWidget *parent = nullptr);

    /// Opens the window at a chapter: a page's name, or another of HelpBook.
    void showChapter(const QString &name);

    [[nodiscard]] QString chapter() const; ///< the one that is shown

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeContents();
    QWidget *makeReader();
    void addKeys();
    void readBook();
    void list();
    void open(const QString &name);
    void onPlaceChanged(const QUrl &place);
    void followLink(const QUrl &link);
    void findNext();
    void restyle();
    void retranslate();

    Theme &m_theme;
    Language &m_language;
    HelpBook m_book;
    QLineEdit *m_search = nullptr;
    QListWidget *m_contents = nullptr;
    QLabel *m_nothing = nullptr;
    QToolButton *m_back = nullptr;
    QToolButton *m_forward = nullptr;
    QToolButton *m_first = nullptr;
    QTextBrowser *m_reader = nullptr;
};

} // namespace otabench::widgets
