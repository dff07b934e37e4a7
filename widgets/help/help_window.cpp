#include "widgets/help/help_window.h"

#include "widgets/common/icons.h"
#include "widgets/common/language.h"
#include "widgets/common/theme.h"

#include <QDesktopServices>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QShortcut>
#include <QSplitter>
#include <QTextBrowser>
#include <QToolButton>
#include <QVBoxLayout>

namespace otabench::widgets {
namespace {

constexpr QSize kWindowSize{960, 720};
constexpr int kContentsWidth = 280;

/// Words of the window are set in italics; Chinese has none, and a slanted glyph is hard to read.
QString emphasis(const Language &language)
{
    return language.current() == QLatin1String("zh_CN")
               ? QStringLiteral("i { font-style: normal; font-weight: 600; }")
               : QString();
}

QString sheet(const Theme &theme)
{
    const auto name = [&theme](Token token) { return theme.colour(token).name(); };
    return QStringLiteral("body { color: %1; line-height: 130%; }"
                          "h1 { font-size: x-large; font-weight: 600; margin: 4px 0 12px 0; }"
                          "h2 { font-size: large; font-weight: 600; margin: 20px 0 6px 0; }"
                          "p, ul, ol, table { margin-top: 0; margin-bottom: 10px; }"
                          "li { margin-bottom: 4px; }"
                          "a { color: %2; }"
                          "code, pre { font-family: monospace; color: %1; background: %3; }"
                          "pre { margin: 0 0 10px 0; }")
        .arg(name(Token::Text), name(Token::Info), name(Token::Raised));
}

} // namespace

HelpWindow::HelpWindow(Theme &theme, Language &language, QWidget *parent)
    : QWidget(parent, Qt::Window)
    , m_theme(theme)
    , m_language(language)
    , m_book(language.current())
{
    setObjectName(QStringLiteral("helpWindow"));
    auto *splitter = new QSplitter(this);
    splitter->setObjectName(QStringLiteral("helpSplitter"));
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(makeContents());
    splitter->addWidget(makeReader());
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({kContentsWidth, kWindowSize.width() - kContentsWidth});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    addKeys();
    connect(&m_theme, &Theme::changed, this, &HelpWindow::restyle);
    resize(kWindowSize);
    restyle();
    readBook();
    open(QString());
}

QWidget *HelpWindow::makeContents()
{
    auto *side = new QWidget(this);
    m_search = new QLineEdit(side);
    m_search->setObjectName(QStringLiteral("helpSearch"));
    m_search->setClearButtonEnabled(true);
    m_contents = new QListWidget(side);
    m_contents->setObjectName(QStringLiteral("helpContents"));
    m_contents->setFrameShape(QFrame::NoFrame);
    m_contents->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_contents->setTextElideMode(Qt::ElideRight);
    m_contents->setSpacing(kSpace1 / 2);
    m_nothing = new QLabel(side);
    m_nothing->setObjectName(QStringLiteral("helpNothing"));
    m_nothing->setWordWrap(true);
    m_nothing->hide();
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(kSpace3, kSpace3, kSpace2, kSpace3);
    layout->setSpacing(kSpace2);
    layout->addWidget(m_search);
    layout->addWidget(m_nothing);
    layout->addWidget(m_contents, 1);
    connect(m_search, &QLineEdit::textChanged, this, &HelpWindow::list);
    connect(m_search, &QLineEdit::returnPressed, this, &HelpWindow::findNext);
    connect(m_contents, &QListWidget::currentItemChanged, this, [this](QListWidgetItem *item) {
        if (item != nullptr)
            open(item->data(Qt::UserRole).toString());
    });
    return side;
}

QWidget *HelpWindow::makeReader()
{
    auto *main = new QWidget(this);
    const auto button = [main](const char *name, const char *iconName) {
        auto *made = new QToolButton(main);
        made->setObjectName(QLatin1String(name));
        made->setIcon(icon(QLatin1String(iconName)));
        made->setAutoRaise(true);
        return made;
    };
    m_back = button("helpBack", "go-previous");
    m_forward = button("helpForward", "go-next");
    m_first = button("helpFirst", "go-home");
    m_reader = new QTextBrowser(main);
    m_reader->setObjectName(QStringLiteral("helpReader"));
    m_reader->setFrameShape(QFrame::NoFrame);
    m_reader->setOpenLinks(false); // links to the outside go to the desktop's browser
    m_reader->document()->setDocumentMargin(kSpace4);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(kSpace2, kSpace2, kSpace2, 0);
    row->addWidget(m_back);
    row->addWidget(m_forward);
    row->addWidget(m_first);
    row->addStretch();
    auto *layout = new QVBoxLayout(main);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(row);
    layout->addWidget(m_reader, 1);
    connect(m_back, &QToolButton::clicked, m_reader, &QTextBrowser::backward);
    connect(m_forward, &QToolButton::clicked, m_reader, &QTextBrowser::forward);
    connect(m_first, &QToolButton::clicked, this, [this] { open(QString()); });
    connect(m_reader, &QTextBrowser::backwardAvailable, m_back, &QWidget::setEnabled);
    connect(m_reader, &QTextBrowser::forwardAvailable, m_forward, &QWidget::setEnabled);
    connect(m_reader, &QTextBrowser::sourceChanged, this, &HelpWindow::onPlaceChanged);
    connect(m_reader, &QTextBrowser::anchorClicked, this, &HelpWindow::followLink);
    m_back->setEnabled(false);
    m_forward->setEnabled(false);
    return main;
}

void HelpWindow::addKeys()
{
    const auto key = [this](const QKeySequence &keys, auto act) {
        auto *shortcut = new QShortcut(keys, this);
        connect(shortcut, &QShortcut::activated, this, act);
    };
    key(QKeySequence(QKeySequence::Find), [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
    key(QKeySequence(QKeySequence::FindNext), [this] { findNext(); });
    key(QKeySequence(Qt::Key_Escape), [this] { close(); });
    key(QKeySequence(QKeySequence::Back), [this] { m_reader->backward(); });
    key(QKeySequence(QKeySequence::Forward), [this] { m_reader->forward(); });
}

void HelpWindow::showChapter(const QString &name)
{
    m_search->clear();
    open(name);
    show();
    raise();
    activateWindow();
    m_reader->setFocus();
}

QString HelpWindow::chapter() const
{
    return HelpBook::nameOf(m_reader->source());
}

void HelpWindow::open(const QString &name)
{
    const QUrl place = m_book.place(name);
    if (m_reader->source() != place)
        m_reader->setSource(place);
}

void HelpWindow::onPlaceChanged(const QUrl &place)
{
    const QString name = HelpBook::nameOf(place);
    const QSignalBlocker quiet(m_contents);
    for (int row = 0; row < m_contents->count(); ++row) {
        if (m_contents->item(row)->data(Qt::UserRole).toString() == name)
            m_contents->setCurrentRow(row);
    }
    if (!m_search->text().isEmpty())
        findNext();
}

void HelpWindow::followLink(const QUrl &link)
{
    const QUrl place = m_reader->source().resolved(link);
    if (place.scheme() == QLatin1String("qrc"))
        m_reader->setSource(place);
    else
        QDesktopServices::openUrl(place);
}

void HelpWindow::findNext()
{
    const QString word =
        m_search->text().section(QLatin1Char(' '), 0, 0, QString::SectionSkipEmpty);
    if (word.isEmpty() || m_reader->find(word))
        return;
    m_reader->moveCursor(QTextCursor::Start); // from the top again
    m_reader->find(word);
}

void HelpWindow::readBook()
{
    m_book = HelpBook(m_language.current());
    retranslate();
    list();
}

void HelpWindow::list()
{
    const QStringList found = m_book.find(m_search->text());
    const QString shown = chapter();
    {
        const QSignalBlocker quiet(m_contents);
        m_contents->clear();
        for (const QString &name : found) {
            for (const HelpBook::Chapter &each : m_book.chapters()) {
                if (each.name != name)
                    continue;
                auto *item = new QListWidgetItem(each.title, m_contents);
                item->setData(Qt::UserRole, name);
                if (name == shown)
                    m_contents->setCurrentItem(item);
            }
        }
    }
    m_nothing->setVisible(found.isEmpty());
    if (m_search->text().isEmpty())
        return;
    if (!found.isEmpty() && !found.contains(shown))
        m_contents->setCurrentRow(0);
    else
        findNext();
}

void HelpWindow::restyle()
{
    m_reader->document()->setDefaultStyleSheet(sheet(m_theme) + emphasis(m_language));
    m_reader->reload();
}

void HelpWindow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::LanguageChange)
        return;
    const QString shown = chapter();
    readBook();
    restyle();
    m_reader->clearHistory(); // of the other language
    open(shown);
}

void HelpWindow::retranslate()
{
    setWindowTitle(tr("otabench help"));
    m_search->setPlaceholderText(tr("Search the help"));
    m_search->setAccessibleName(tr("Search the help"));
    m_contents->setAccessibleName(tr("Contents"));
    m_reader->setAccessibleName(tr("Chapter"));
    m_nothing->setText(tr("No chapter has all of these words."));
    const auto name = [](QToolButton *button, const QString &text) {
        button->setToolTip(text);
        button->setAccessibleName(text);
    };
    name(m_back, tr("Back"));
    name(m_forward, tr("Forward"));
    name(m_first, tr("First chapter"));
}

} // namespace otabench::widgets
