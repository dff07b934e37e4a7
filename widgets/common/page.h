#pragma once

#include <QWidget>

#include <vector>

class QBoxLayout;
class QLineEdit;
class QPushButton;

namespace otabench::widgets {

class ErrorBanner;
class PageHeader;

/// What every page of the window has: a header with title, count, search and acts; a banner for
/// what went wrong on this page; below it the body. A page sets its texts in retranslate(), which
/// is called again when the language changes; its own constructor calls it first. Thread: GUI.
class Page : public QWidget
{
    Q_OBJECT
public:
    explicit Page(QWidget *parent = nullptr);

    [[nodiscard]] ErrorBanner &banner() { return *m_banner; }

    [[nodiscard]] QString title() const;

    /// The header's buttons, from the left: the command palette offers those that are enabled.
    [[nodiscard]] const std::vector<QPushButton *> &acts() const;

Q_SIGNALS:
    /// An act of this page continues on another one: "bench", "campaign", "logs", "images",
    /// "certificates", "server", "history", "doctor", "settings".
    void pageRequested(const QString &name);

protected:
    enum class Act
    {
        Plain,
        Primary ///< filled; at most one a page, at the end of the row
    };

    void setTitle(const QString &title);
    void setCount(const QString &count); ///< a muted word beside the title
    /// A button at the right of the header, in the order of the calls. Owned by the header.
    QPushButton *addAct(const char *objectName, const char *iconName, Act act = Act::Plain);
    /// The search field, left of the acts; Ctrl+F goes there. Owned by the header.
    QLineEdit *addSearch(const char *objectName);
    /// Any other widget among the acts.
    void addToHeader(QWidget *widget);
    void setBody(QWidget *body); ///< once

    virtual void retranslate() = 0;

    void changeEvent(QEvent *event) override;

private:
    PageHeader *m_header;
    QBoxLayout *m_layout;
    ErrorBanner *m_banner;
};

} // namespace otabench::widgets
