// The Server's page: real servers, and curl as the board.
#include "no_commands.h"
#include "real_bench.h"

#include "support/process.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/language.h"
#include "widgets/common/theme.h"
#include "widgets/server/fault_bench.h"
#include "widgets/server/limits_panel.h"
#include "widgets/server/serve_dialog.h"
#include "widgets/server/server_page.h"
#include "widgets/server/server_table.h"
#include "widgets/server/server_words.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSet>
#include <QSpinBox>
#include <QTabWidget>
#include <QTcpServer>
#include <QTest>
#include <QThreadPool>
#include <QToolButton>

#include <chrono>
#include <memory>

using namespace otabench;
using namespace otabench::widgets;
using fleet::ServerRole;

namespace {

constexpr int kLimitMs = 60'000;
constexpr unsigned kImageBytes = 256 * 1024;

/// What curl said.
struct Fetched
{
    int exitStatus = 0;
    int status = 0; ///< of HTTP
    qint64 bytes = 0;
    std::chrono::duration<double> took{};
};

QString cell(const QAbstractItemModel &model, int row, int column)
{
    return model.index(row, column).data().toString();
}

} // namespace

class ServerPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void cleanupTestCase();
    void modelsKeepTheRules();
    void everyFaultHasItsWords();
    void servesFilesAndShowsWhoFetches();
    void explainsARefusedCertificate();
    void copiesUrlAndCommand();
    void plainHttpIsAskedForTwice();
    void loginIsDemanded();
    void portInUseEndsInTheBanner();
    void faultsAreInjectedAndNobodyForgetsThem();
    void wrongFaultsAreRefused();
    void limitsHoldWhileItRuns();
    void campaignsServerIsShown();
    void bridgeLosesNoRequest();

private:
    template <typename Widget>
    [[nodiscard]] Widget *find(const char *name) const
    {
        return m_bench->window().findChild<Widget *>(QLatin1String(name));
    }

    [[nodiscard]] ServerPage &page() const { return m_bench->window().serverPage(); }

    [[nodiscard]] ServeDialog *openDialog();
    [[nodiscard]] bool serve();
    [[nodiscard]] Fetched fetch(std::vector<std::string> arguments = {}, bool trusts = true) const;
    [[nodiscard]] std::string url() const;
    [[nodiscard]] bool runs() const;

    std::unique_ptr<Language> m_language;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<tests::RealBench> m_bench;
};

void ServerPageTest::initTestCase()
{
    m_language = std::make_unique<Language>(*qApp);
    m_language->setCurrent(QStringLiteral("en"));
    m_theme = std::make_unique<Theme>(*qApp);
}

void ServerPageTest::init()
{
    m_bench = std::make_unique<tests::RealBench>(*m_theme, *m_language);
    m_bench->window().showPage(QStringLiteral("server"));
}

void ServerPageTest::cleanup()
{
    m_bench.reset();
}

void ServerPageTest::cleanupTestCase()
{
    QThreadPool::globalInstance()->waitForDone();
}

ServeDialog *ServerPageTest::openDialog()
{
    page().openServeDialog({m_bench->makeImage(kImageBytes)});
    auto *dialog = page().findChild<ServeDialog *>();
    auto *address = dialog->findChild<QComboBox *>(QStringLiteral("serveAddress"));
    address->setCurrentIndex(address->findData(QStringLiteral("127.0.0.1")));
    return dialog;
}

bool ServerPageTest::serve()
{
    QTest::mouseClick(openDialog()->findChild<QPushButton *>(QStringLiteral("startServe")),
                      Qt::LeftButton);
    if (QTest::qWaitFor([this] { return runs() || page().banner().error(); }, kLimitMs) && runs())
        return true;
    if (page().banner().error())
        qWarning("%s", page().banner().error()->text.c_str());
    return false;
}

bool ServerPageTest::runs() const
{
    const auto &state = page().state(ServerRole::Files);
    return state && state->isRunning;
}

std::string ServerPageTest::url() const
{
    return page().state(ServerRole::Files)->published.front().url;
}

/// A board without its flash: curl, which trusts the lab CA (or only what the system trusts).
Fetched ServerPageTest::fetch(std::vector<std::string> arguments, bool trusts) const
{
    std::vector<std::string> command = {
        "curl", "-s",        "--max-time",  "50",
        "-o",   "/dev/null", "--write-out", "%{http_code} %{size_download}"};
    if (trusts) {
        command.insert(command.end(),
                       {"--cacert", (m_bench->paths().certificates() / "ca.pem").string()});
    }
    command.insert(command.end(), arguments.begin(), arguments.end());
    command.push_back(url());
    const auto before = std::chrono::steady_clock::now();
    const support::Outcome outcome = support::run({.arguments = command});
    Fetched fetched;
    fetched.took = std::chrono::steady_clock::now() - before;
    fetched.exitStatus = outcome.exitStatus;
    const QStringList words = QString::fromStdString(outcome.out).split(QLatin1Char(' '));
    if (words.size() == 2) {
        fetched.status = words[0].toInt();
        fetched.bytes = words[1].toLongLong();
    }
    return fetched;
}

void ServerPageTest::modelsKeepTheRules()
{
    ClientModel clients;
    RequestModel requests;
    PublishedModel published;
    const QAbstractItemModelTester one(&clients);
    const QAbstractItemModelTester two(&requests);
    const QAbstractItemModelTester three(&published);
    fleet::ServerClient board{.traffic = {.token = "t", .remoteAddress = "10.0.0.9"}};
    board.traffic.label = "vb-01";
    const fleet::ServerClient address{.traffic = {.remoteAddress = "10.0.0.9"}};

    clients.setClients({board});
    clients.setClients({board, address});
    clients.setClients({address});
    published.setUrls({{.board = "vb-01", .url = "https://one"}, {.url = "https://two"}});
    published.setUrls({{.url = "https://two"}, {.url = "https://three"}});
    for (int round = 0; round < 5; ++round)
        requests.add(std::vector<server::FinishedRequest>(500), {{.remoteAddress = "10.0.0.9"}});

    QCOMPARE(clients.rowCount(), 1);
    QCOMPARE(cell(clients, 0, 0), QStringLiteral("10.0.0.9"));
    QCOMPARE(published.rowCount(), 2);
    QCOMPARE(published.url(1), QStringLiteral("https://three"));
    QCOMPARE(requests.rowCount(), int{RequestModel::kMostRows});
    requests.clear();
    QCOMPARE(requests.rowCount(), 0);
}

void ServerPageTest::everyFaultHasItsWords()
{
    QSet<QString> names;
    for (const server::FaultKindText &kind : server::faultKinds()) {
        m_language->setCurrent(QStringLiteral("en"));
        const QString english = ServerWords::faultName(kind.kind);
        QVERIFY2(!names.contains(english), qPrintable(english));
        names.insert(english);
        QCOMPARE(ServerWords::faultArgument(kind.kind).isEmpty(), kind.argument.empty());
        m_language->setCurrent(QStringLiteral("zh_CN"));
        QVERIFY2(ServerWords::faultName(kind.kind) != english, qPrintable(english));
    }
    m_language->setCurrent(QStringLiteral("en"));
}

void ServerPageTest::servesFilesAndShowsWhoFetches()
{
    QVERIFY(find<QPushButton>("emptyServeFiles")->isVisible());
    QVERIFY(!find<QPushButton>("stopServing")->isVisible());
    QVERIFY(serve());
    QVERIFY(find<QPushButton>("stopServing")->isVisible());
    QCOMPARE(find<QToolButton>("statusServer")->text(),
             QString::fromStdString(page().state(ServerRole::Files)->baseUrl));
    const auto &certificate = page().state(ServerRole::Files)->certificate;
    QVERIFY(certificate.notAfter > std::chrono::system_clock::now());
    QCOMPARE(certificate.names.front(), std::string("DNS:127.0.0.1"));

    const Fetched fetched = fetch();

    QCOMPARE(fetched.status, 200);
    QCOMPARE(fetched.bytes, qint64{kImageBytes});
    const auto &requests = *find<ServerTable>("requestTable")->model();
    QTRY_COMPARE_WITH_TIMEOUT(requests.rowCount(), 1, kLimitMs);
    QCOMPARE(cell(requests, 0, int(RequestModel::Column::Who)), QStringLiteral("127.0.0.1"));
    QCOMPARE(cell(requests, 0, int(RequestModel::Column::Request)),
             QStringLiteral("GET demo-2.0.0.bin"));
    QCOMPARE(cell(requests, 0, int(RequestModel::Column::Outcome)), QStringLiteral("Sent whole"));
    const auto &clients = *find<ServerTable>("clientTable")->model();
    QTRY_COMPARE_WITH_TIMEOUT(clients.rowCount(), 1, kLimitMs);
    QTRY_COMPARE_WITH_TIMEOUT(cell(clients, 0, int(ClientModel::Column::State)),
                              QStringLiteral("Not connected"), kLimitMs);
    QVERIFY(cell(clients, 0, int(ClientModel::Column::Tls)).startsWith(QStringLiteral("TLSv1.")));
    QCOMPARE(page().state(ServerRole::Files)->totals.bodyBytesSent, std::uint64_t{kImageBytes});

    QTest::mouseClick(find<QPushButton>("stopServing"), Qt::LeftButton);

    QTRY_VERIFY_WITH_TIMEOUT(!runs(), kLimitMs);
    QVERIFY(!find<QPushButton>("stopServing")->isVisible());
    QVERIFY(fetch().exitStatus != 0);
    QCOMPARE(find<QToolButton>("statusServer")->text(),
             QStringLiteral("Server starts with the first update"));
}

void ServerPageTest::explainsARefusedCertificate()
{
    QVERIFY(serve());

    QVERIFY(fetch({}, /*trusts=*/false).exitStatus != 0);

    auto *table = find<ServerTable>("requestTable");
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 1, kLimitMs);
    QCOMPARE(cell(*table->model(), 0, int(RequestModel::Column::Outcome)),
             QStringLiteral("Certificate refused"));
    find<QTabWidget>("serverTabs")->setCurrentIndex(2);
    table->setCurrentIndex(table->model()->index(0, 0));
    auto *advice = find<QLabel>("requestAdvice");
    QVERIFY(advice->isVisible());
    QVERIFY2(advice->text().contains(QStringLiteral("lab CA")), qPrintable(advice->text()));
    QTRY_VERIFY_WITH_TIMEOUT(
        find<QLabel>("serverErrors")->text().contains(QStringLiteral("1 handshakes")), kLimitMs);
}

void ServerPageTest::copiesUrlAndCommand()
{
    QVERIFY(serve());
    QTest::mouseClick(find<QPushButton>("copyUrl"), Qt::LeftButton);
    const QString copied = QGuiApplication::clipboard()->text();
    QCOMPARE(copied.toStdString(), url());
    find<QPushButton>("copyBoardCommand")->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("ota ") + copied);
    find<QAbstractButton>("copyAddress")->click();
    QCOMPARE(QGuiApplication::clipboard()->text().toStdString(),
             page().state(ServerRole::Files)->baseUrl);
}

void ServerPageTest::plainHttpIsAskedForTwice()
{
    ServeDialog *dialog = openDialog();
    auto *start = dialog->findChild<QPushButton *>(QStringLiteral("startServe"));
    auto *really = dialog->findChild<QCheckBox *>(QStringLiteral("plainHttpReally"));
    QVERIFY(start->isEnabled());
    dialog->findChild<QCheckBox *>(QStringLiteral("plainHttp"))->setChecked(true);
    QVERIFY(!start->isEnabled());
    QVERIFY(really->isVisible());
    really->setChecked(true);
    QTest::mouseClick(start, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(runs(), kLimitMs);
    QVERIFY(url().starts_with("http://"));
    QCOMPARE(fetch({}, /*trusts=*/false).bytes, qint64{kImageBytes});
    QVERIFY(!QFile::exists(
        QString::fromStdString((m_bench->paths().certificates() / "ca.pem").string())));
}

void ServerPageTest::loginIsDemanded()
{
    ServeDialog *dialog = openDialog();
    auto *start = dialog->findChild<QPushButton *>(QStringLiteral("startServe"));
    dialog->findChild<QLineEdit *>(QStringLiteral("loginName"))->setText(QStringLiteral("lab"));
    QVERIFY(!start->isEnabled()); // half a login
    dialog->findChild<QLineEdit *>(QStringLiteral("loginPassword"))->setText(QStringLiteral("s3"));
    QTest::mouseClick(start, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(runs(), kLimitMs);

    QCOMPARE(fetch().status, 401);
    QCOMPARE(fetch({"--user", "lab:s3"}).status, 200);
    const auto &requests = *find<ServerTable>("requestTable")->model();
    QTRY_COMPARE_WITH_TIMEOUT(requests.rowCount(), 2, kLimitMs);
    QCOMPARE(cell(requests, 1, int(RequestModel::Column::Outcome)),
             QStringLiteral("Login is missing"));
}

void ServerPageTest::portInUseEndsInTheBanner()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    ServeDialog *dialog = openDialog();
    dialog->findChild<QSpinBox *>(QStringLiteral("servePort"))->setValue(other.serverPort());

    QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("startServe")),
                      Qt::LeftButton);

    QTRY_VERIFY_WITH_TIMEOUT(page().banner().error().has_value(), kLimitMs);
    QCOMPARE(page().banner().error()->code, ErrorCode::AddressInUse);
    QVERIFY(!runs());
}

void ServerPageTest::faultsAreInjectedAndNobodyForgetsThem()
{
    QVERIFY(serve());
    auto *kind = find<QComboBox>("faultKind");
    kind->setCurrentIndex(kind->findData(static_cast<int>(server::FaultKind::Status)));
    find<QLineEdit>("faultArgument")->setText(QStringLiteral("500"));
    find<QPushButton>("addFault")->click();

    QVERIFY(find<QFrame>("faultBanner")->isVisible());
    QVERIFY(find<QToolButton>("statusFaults")->isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(page().state(ServerRole::Files)->faults.size(), std::size_t{1},
                              kLimitMs);
    QCOMPARE(fetch().status, 500);
    const auto &requests = *find<ServerTable>("requestTable")->model();
    QTRY_COMPARE_WITH_TIMEOUT(requests.rowCount(), 1, kLimitMs);
    QCOMPARE(cell(requests, 0, int(RequestModel::Column::Outcome)),
             QStringLiteral("Fault injected: status:500"));

    QTest::mouseClick(find<QPushButton>("faultsOff"), Qt::LeftButton);

    QVERIFY(!find<QFrame>("faultBanner")->isVisible());
    QVERIFY(!find<QToolButton>("statusFaults")->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(page().state(ServerRole::Files)->faults.empty(), kLimitMs);
    QCOMPARE(fetch().status, 200);
    kind->setCurrentIndex(kind->findData(static_cast<int>(server::FaultKind::Certificate)));
    find<QPushButton>("addFault")->click();
    QTRY_COMPARE_WITH_TIMEOUT(page().state(ServerRole::Files)->faults.size(), std::size_t{1},
                              kLimitMs);
    QCOMPARE(fetch().exitStatus, 60); // curl's: the peer's certificate cannot be verified
}

void ServerPageTest::wrongFaultsAreRefused()
{
    auto *kind = find<QComboBox>("faultKind");
    kind->setCurrentIndex(kind->findData(static_cast<int>(server::FaultKind::Status)));
    find<QLineEdit>("faultArgument")->setText(QStringLiteral("200"));
    find<QPushButton>("addFault")->click();
    QVERIFY(!find<QLabel>("faultProblem")->isHidden());
    QVERIFY(page().faults().faults().empty());
    QVERIFY(find<QFrame>("faultBanner")->isHidden());
}

void ServerPageTest::limitsHoldWhileItRuns()
{
    QVERIFY(serve());
    QCOMPARE(fetch().status, 200);

    find<QSpinBox>("boardRate")->setValue(200); // kB/s

    QTRY_COMPARE_WITH_TIMEOUT(page().state(ServerRole::Files)->sharing.boardBytesPerSecond,
                              std::uint64_t{200'000}, kLimitMs);
    const Fetched slow = fetch();
    QCOMPARE(slow.status, 200);
    QVERIFY(slow.took.count() > 0.9); // 262144 bytes, a tenth of a second of them at once
}

void ServerPageTest::campaignsServerIsShown()
{
    QVERIFY(m_bench->startBoards({"--link-rate", "60000"}));
    m_bench->plugIn();
    QTRY_COMPARE_WITH_TIMEOUT(m_bench->ready(), int{tests::RealBench::kBoards}, kLimitMs);
    fleet::CampaignPlan plan;
    plan.image = m_bench->makeImage(kImageBytes).toStdString();
    for (int number = 1; number <= tests::RealBench::kBoards; ++number)
        plan.boards.push_back(m_bench->port(number).toStdString());
    m_bench->lab().startCampaign(plan);

    const auto &published = *find<ServerTable>("publishedTable")->model();
    QTRY_COMPARE_WITH_TIMEOUT(published.rowCount(), int{tests::RealBench::kBoards}, kLimitMs);
    QCOMPARE(cell(published, 0, int(PublishedModel::Column::Whom)), QStringLiteral("vb-01, once"));
    const auto &clients = *find<ServerTable>("clientTable")->model();
    QTRY_COMPARE_WITH_TIMEOUT(clients.rowCount(), tests::RealBench::kBoards + 1, kLimitMs);
    QTRY_COMPARE_WITH_TIMEOUT(m_bench->in(Phase::Updated), int{tests::RealBench::kBoards},
                              2 * kLimitMs);

    QTRY_VERIFY_WITH_TIMEOUT(!page().state(ServerRole::Campaign)->isRunning, kLimitMs);
    QCOMPARE(published.rowCount(), 0);
    QCOMPARE(cell(clients, 1, int(ClientModel::Column::Who)), QStringLiteral("vb-01"));
    QCOMPARE(cell(clients, 1, int(ClientModel::Column::State)), QStringLiteral("URL ended"));
    QVERIFY(find<ServerTable>("requestTable")->model()->rowCount() >= tests::RealBench::kBoards);
    m_bench->stopBoards();
}

void ServerPageTest::bridgeLosesNoRequest()
{
    EventBridge bridge;
    std::vector<EventBatch> batches;
    connect(&bridge, &EventBridge::batchReady, this,
            [&batches](const EventBatch &batch) { batches.push_back(batch); });
    fleet::ServerState campaign;
    campaign.requests.resize(2);
    fleet::ServerState files{.role = ServerRole::Files};
    bridge.onServer(campaign);
    campaign.requests.resize(1);
    campaign.handshakeFailures.resize(1);
    bridge.onServer(campaign);
    bridge.onServer(files);
    bridge.drain();
    QCOMPARE(batches.size(), std::size_t{1});
    QCOMPARE(batches[0].servers.size(), std::size_t{2});
    QCOMPARE(batches[0].servers[0].requests.size(), std::size_t{3});
    QCOMPARE(batches[0].servers[0].handshakeFailures.size(), std::size_t{1});
}

QTEST_MAIN(ServerPageTest)
#include "server_page_test.moc"
