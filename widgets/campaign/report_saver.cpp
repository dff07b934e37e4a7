#include "widgets/campaign/report_saver.h"

#include "base/files.h"
#include "history/history.h"
#include "widgets/common/background.h"
#include "widgets/common/busy_strip.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFont>
#include <QPageLayout>
#include <QPdfWriter>
#include <QPrintDialog>
#include <QPrinter>
#include <QTextDocument>

namespace otabench::widgets {
namespace {

constexpr double kMarginMillimetres = 14;
constexpr int kPointSize = 9;
constexpr int kPdfResolution = 600;

struct Request
{
    Paths paths;
    std::string databaseUrl;
    std::int64_t campaign = 0;
    ReportSaver::Content content = ReportSaver::Content::Report;
    ReportSaver::Format format = ReportSaver::Format::Html;
};

Result<std::string> readText(const Request &request)
{
    const auto history = history::History::open(request.paths.historyFile(), request.databaseUrl);
    if (!history)
        return tl::unexpected(history.error());
    const auto campaign = history::readCampaign(**history, request.campaign);
    if (!campaign)
        return tl::unexpected(campaign.error());
    if (request.content == ReportSaver::Content::AcceptanceSheet)
        return history::acceptanceSheet(*campaign);
    switch (request.format) {
    case ReportSaver::Format::Csv:
        return history::report(history::ReportFormat::Csv, *campaign);
    case ReportSaver::Format::Junit:
        return history::report(history::ReportFormat::Junit, *campaign);
    case ReportSaver::Format::Json:
        return history::jsonReport(*campaign);
    case ReportSaver::Format::Html:
    case ReportSaver::Format::Pdf:
        break;
    }
    return history::report(history::ReportFormat::Html, *campaign);
}

void setUp(QPagedPaintDevice &paper)
{
    const QMarginsF margins(kMarginMillimetres, kMarginMillimetres, kMarginMillimetres,
                            kMarginMillimetres);
    paper.setPageLayout(QPageLayout(QPageSize(QPageSize::A4), QPageLayout::Portrait, margins,
                                    QPageLayout::Millimeter));
}

/// The page's own style is a browser's; paper has this one. Sizes in points: pixels would be the
/// printer's.
constexpr auto kPaperStyle = R"css(
body { color: #1c2530; }
h1 { font-size: 17pt; margin-bottom: 2pt; }
h2 { font-size: 12pt; margin-top: 14pt; margin-bottom: 4pt; }
th { text-align: left; color: #444c56; border-bottom: 1px solid #8b949e; padding: 3px 6px; }
td { border-bottom: 1px solid #d5dbe2; padding: 3px 6px; vertical-align: top; }
table { border-collapse: collapse; margin-top: 4pt; margin-bottom: 6pt; }
code, pre { font-family: "DejaVu Sans Mono", "Liberation Mono", monospace; font-size: 7pt; }
td.fact { border: none; padding: 1px 12px 1px 0; }
.bad, .phase.bad { color: #b3261e; }
.good, .phase.good { color: #1a7f47; }
.warn, .phase.warn { color: #8a5a00; }
.soft, .lead { color: #5b6775; }
.number { text-align: right; }
.verdict { font-size: 12pt; font-weight: bold; margin: 6pt 0; }
)css";

/// Whole or not at all: beside the file first, then in its place.
Result<std::string> writePdf(const std::string &html, const std::string &file)
{
    const QString name = QString::fromStdString(file);
    const QString beside = name + QStringLiteral(".part");
    {
        QPdfWriter writer(beside);
        writer.setResolution(kPdfResolution);
        setUp(writer);
        QTextDocument document;
        ReportSaver::layOut(document, html);
        document.print(&writer);
    } // closes the file
    std::error_code error;
    std::filesystem::rename(beside.toStdString(), file, error);
    if (error) {
        std::error_code none;
        std::filesystem::remove(beside.toStdString(), none);
        return fail(ErrorCode::InputOutput, "{} could not be written ({})", file, error.message());
    }
    return file;
}

Result<std::string> write(const Request &request, const std::string &file)
{
    const auto text = readText(request);
    if (!text)
        return text;
    if (request.format == ReportSaver::Format::Pdf)
        return writePdf(*text, file);
    if (auto written = writeFileAtomically(file, *text, FileMode::Public); !written)
        return tl::unexpected(written.error());
    return file;
}

} // namespace

ReportSaver::ReportSaver(const Paths &paths, std::string databaseUrl, BusyStrip &busy,
                         QWidget &window, QObject *parent)
    : QObject(parent)
    , m_paths(paths)
    , m_databaseUrl(std::move(databaseUrl))
    , m_busy(busy)
    , m_window(window)
{
}

ReportSaver::~ReportSaver() = default;

void ReportSaver::layOut(QTextDocument &document, const std::string &html)
{
    QFont font;
    font.setPointSize(kPointSize);
    document.setDefaultFont(font);
    document.setDefaultStyleSheet(QLatin1String(kPaperStyle));
    QString page = QString::fromStdString(html);
    const int begin = page.indexOf(QLatin1String("<style>"));
    const int end = page.indexOf(QLatin1String("</style>"));
    if (begin >= 0 && end > begin)
        page.remove(begin, end - begin);
    // What a browser sets apart by its style is set apart by its markup here.
    constexpr std::pair<const char *, const char *> kInstead[] = {
        {"</strong>", "</strong> "},
        {"<dl>", "<table>"},
        {"<dt>", "<tr><td class=\"fact\">"},
        {"</dt><dd>", "</td><td class=\"fact\">"},
        {"</dd>", "</td></tr>"},
        {"</dl>", "</table>"},
        {"<div class=\"sign\">", "<div class=\"sign\"><br/><br/>"},
        {"<div><span>", "<div><br/><br/>______________________________________<br/><span>"},
        {"<footer>", "<p class=\"soft\">"},
        {"</footer>", "</p>"}};
    for (const auto &[browser, paper] : kInstead)
        page.replace(QLatin1String(browser), QLatin1String(paper));
    document.setHtml(page);
}

ReportSaver::Format ReportSaver::formatOf(const QString &file)
{
    const QString ending = QFileInfo(file).suffix().toLower();
    if (ending == QLatin1String("pdf"))
        return Format::Pdf;
    if (ending == QLatin1String("csv"))
        return Format::Csv;
    if (ending == QLatin1String("xml"))
        return Format::Junit;
    if (ending == QLatin1String("json"))
        return Format::Json;
    return Format::Html;
}

void ReportSaver::run(const QString &what, std::function<Result<std::string>()> work,
                      std::function<void(const std::string &)> then)
{
    const int round = ++m_round;
    m_busy.start(what, [this] {
        ++m_round; // a file is written whole or not at all, so that it may go on
        m_busy.finish();
    });
    inBackground(
        this,
        [work = std::move(work)](std::stop_token) -> Text {
            return std::make_shared<const Result<std::string>>(work());
        },
        [this, round, then = std::move(then)](const Text &done) {
            if (round != m_round)
                return;
            m_busy.finish();
            if (*done)
                then(**done);
            else
                Q_EMIT failed(done->error());
        });
}

void ReportSaver::save(std::int64_t campaign, Content content, Format format, const QString &file)
{
    const Request request{m_paths, m_databaseUrl, campaign, content, format};
    //: %1 is a file name
    run(
        tr("Writing %1…").arg(QFileInfo(file).fileName()),
        [request, file = file.toStdString()] { return write(request, file); },
        [this](const std::string &written) { Q_EMIT saved(QString::fromStdString(written)); });
}

void ReportSaver::askAndSave(std::int64_t campaign, Content content)
{
    const bool isSheet = content == Content::AcceptanceSheet;
    QStringList filters = {tr("PDF (*.pdf)"), tr("Web page (*.html)")};
    if (!isSheet)
        filters << tr("Table (*.csv)") << tr("JUnit (*.xml)") << tr("JSON (*.json)");
    auto *chooser = new QFileDialog(&m_window, isSheet ? tr("Save the acceptance sheet")
                                                       : tr("Save the report"));
    chooser->setObjectName(QStringLiteral("reportChooser"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    chooser->setNameFilters(filters);
    const auto endingOf = [](const QString &filter) {
        const int dot = filter.lastIndexOf(QLatin1Char('.'));
        return filter.mid(dot + 1).chopped(1);
    };
    chooser->setDefaultSuffix(endingOf(filters.front()));
    connect(chooser, &QFileDialog::filterSelected, chooser,
            [chooser, endingOf](const QString &filter) {
                chooser->setDefaultSuffix(endingOf(filter));
            });
    chooser->selectFile(
        (isSheet ? QStringLiteral("acceptance-%1") : QStringLiteral("campaign-%1")).arg(campaign));
    connect(chooser, &QFileDialog::fileSelected, this,
            [this, campaign, content](const QString &file) {
                save(campaign, content, formatOf(file), file);
            });
    chooser->open();
}

void ReportSaver::print(std::int64_t campaign, Content content)
{
    const Request request{m_paths, m_databaseUrl, campaign, content, Format::Html};
    run(
        tr("Reading the record…"), [request] { return readText(request); },
        [this](const std::string &html) { printDocument(html); });
}

void ReportSaver::printDocument(const std::string &html)
{
    auto printer = std::make_shared<QPrinter>(QPrinter::HighResolution);
    setUp(*printer);
    auto *dialog = new QPrintDialog(printer.get(), &m_window);
    dialog->setObjectName(QStringLiteral("printDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, qOverload<QPrinter *>(&QPrintDialog::accepted), this,
            [printer, html](QPrinter *chosen) {
                QTextDocument document;
                layOut(document, html);
                document.print(chosen);
            });
    dialog->open();
}

} // namespace otabench::widgets
