#include "widgets/bench/origin_field.h"

#include "widgets/common/background.h"
#include "widgets/common/busy_strip.h"
#include "widgets/common/error_text.h"
#include "widgets/common/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace otabench::widgets {
namespace {

constexpr int kTickMs = 200;

} // namespace

OriginField::OriginField(const Paths &paths, QWidget *parent)
    : QWidget(parent)
    , m_paths(paths)
    , m_url(new QLineEdit(this))
    , m_look(new QPushButton(this))
    , m_busy(new BusyStrip(this))
    , m_answer(new QLabel(this))
{
    m_url->setObjectName(QStringLiteral("originUrl"));
    m_url->setPlaceholderText(QStringLiteral("https://"));
    m_look->setObjectName(QStringLiteral("originLook"));
    m_look->setAutoDefault(false);
    m_answer->setObjectName(QStringLiteral("originAnswer"));
    m_answer->setTextFormat(Qt::PlainText);
    m_answer->setWordWrap(true);
    m_answer->hide();
    setFocusProxy(m_url);
    auto *row = new QHBoxLayout;
    row->setSpacing(kSpace2);
    row->addWidget(m_url, 1);
    row->addWidget(m_look);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kSpace1);
    layout->addLayout(row);
    layout->addWidget(m_busy);
    layout->addWidget(m_answer);
    m_tick.setInterval(kTickMs);
    connect(&m_tick, &QTimer::timeout, this, &OriginField::showProgress);
    connect(m_url, &QLineEdit::textChanged, this, &OriginField::forget);
    connect(m_url, &QLineEdit::returnPressed, this, &OriginField::look);
    connect(m_look, &QPushButton::clicked, this, &OriginField::look);
    retranslate();
}

OriginField::~OriginField()
{
    m_stop.request_stop();
}

void OriginField::setExpected(const QString &file)
{
    if (m_found && file == QString::fromStdString(m_found->image.string()))
        return; // it is what was found there
    if (file == m_expected)
        return;
    m_expected = file;
    forget();
}

bool OriginField::isOpen() const
{
    return !m_url->text().trimmed().isEmpty() && !m_found;
}

void OriginField::forget()
{
    m_stop.request_stop();
    ++m_round;
    m_tick.stop();
    m_busy->finish();
    m_found.reset();
    m_error.reset();
    retranslate();
    Q_EMIT changed();
}

void OriginField::look()
{
    const std::string url = m_url->text().trimmed().toStdString();
    if (url.empty())
        return;
    forget();
    m_percent = std::make_shared<std::atomic<int>>(-1);
    //: %1 is a URL
    m_busy->start(tr("Looking at %1…").arg(QString::fromStdString(url)), [this] { forget(); });
    m_tick.start();
    m_stop = inBackground(
        this,
        [url, expected = m_expected.toStdString(), paths = m_paths,
         percent = m_percent](std::stop_token stop) -> Outcome {
            const auto onProgress = [percent](std::uint64_t bytes, std::uint64_t total) {
                percent->store(total == 0 ? -1 : static_cast<int>(bytes * 100 / total));
            };
            return std::make_shared<const Result<fleet::FetchedOrigin>>(
                fleet::fetchOrigin(url, expected, paths, {std::move(stop), onProgress}));
        },
        [this, round = m_round](const Outcome &outcome) { onLooked(outcome, round); });
    retranslate();
}

void OriginField::showProgress()
{
    m_busy->setProgress(m_percent->load());
}

void OriginField::onLooked(const Outcome &outcome, int round)
{
    if (round != m_round)
        return; // cancelled, or the URL is another one now
    m_tick.stop();
    m_busy->finish();
    if (*outcome)
        m_found = **outcome;
    else
        m_error = outcome->error();
    retranslate();
    Q_EMIT changed();
}

void OriginField::setUrl(const QString &url)
{
    m_url->setText(url);
    look();
}

void OriginField::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void OriginField::retranslate()
{
    m_url->setAccessibleName(tr("URL of the image on another server"));
    //: a button: looks at the image at a URL
    m_look->setText(tr("Loo&k there"));
    m_look->setEnabled(!m_url->text().trimmed().isEmpty() && !m_busy->isBusy());
    m_answer->setVisible(m_found || m_error);
    if (m_found)
        m_answer->setText(tr("The image is there. Boards are given the CA they need for it."));
    else if (m_error)
        m_answer->setText(QStringLiteral("%1\n%2").arg(ErrorText::sentence(*m_error),
                                                       ErrorText::cause(*m_error)));
    m_answer->setToolTip(m_found ? QString::fromStdString(m_found->why) : QString());
    m_answer->setProperty("token", m_error ? QStringLiteral("bad") : QStringLiteral("good"));
    m_answer->style()->unpolish(m_answer); // a style sheet reads properties only then
    m_answer->style()->polish(m_answer);
}

} // namespace otabench::widgets
