#include "widgets/common/about_dialog.h"

#include "widgets/common/theme.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QIcon>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace otabench::widgets {
namespace {

constexpr int kLogoSize = 64;
constexpr int kCharactersWide = 62;

struct Library
{
    const char *name, *licence;
};

/// What the programs are linked with.
constexpr Library kLibraries[] = {
    {"Qt 5.15, Qwt", "LGPL"},
    {"OpenSSL", "Apache-2.0"},
    {"Mbed TLS", "Apache-2.0"},
    {"libserialport", "LGPL"},
    {"Boost (Asio, Beast)", "BSL-1.0"},
    {"SOCI", "BSL-1.0"},
    {"SQLite, libpq", "Public domain, PostgreSQL"},
    {"{fmt}, spdlog, CLI11, nlohmann-json, tl::expected", "MIT, BSD, CC0"},
};

QString libraryList()
{
    QString rows;
    for (const Library &library : kLibraries) {
        rows += QStringLiteral("<tr><td style=\"padding-right:24px\">%1</td><td>%2</td></tr>")
                    .arg(QLatin1String(library.name), QLatin1String(library.licence));
    }
    return QStringLiteral("<table>%1</table>").arg(rows);
}

} // namespace

AboutDialog::AboutDialog(QWidget *parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("aboutDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("About otabench"));
    auto *logo = new QLabel(this);
    logo->setPixmap(QGuiApplication::windowIcon().pixmap(kLogoSize));
    logo->setAccessibleName(tr("otabench's icon"));
    auto *title = new QLabel(QStringLiteral("otabench"), this);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    title->setFont(large);
    auto *version = new QLabel(tr("Version %1").arg(QCoreApplication::applicationVersion()), this);
    version->setProperty("muted", true);
    version->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *what = new QLabel(
        tr("Updates benches of ESP32-family boards over HTTPS, and proves that each came back "
           "running the new image. Free software under the Apache License 2.0."),
        this);
    what->setWordWrap(true);
    what->setMinimumWidth(fontMetrics().averageCharWidth() * kCharactersWide);
    auto *librariesTitle = new QLabel(tr("It stands on"), this);
    QFont bold = font();
    bold.setBold(true);
    librariesTitle->setFont(bold);
    auto *libraries = new QLabel(libraryList(), this);
    libraries->setTextFormat(Qt::RichText);
    auto *buttons = new QDialogButtonBox(this);
    QPushButton *close = buttons->addButton(tr("&Close"), QDialogButtonBox::RejectRole);
    connect(close, &QPushButton::clicked, this, &QDialog::close);

    auto *head = new QVBoxLayout;
    head->setSpacing(kSpace1);
    head->addWidget(title);
    head->addWidget(version);
    auto *top = new QHBoxLayout;
    top->setSpacing(kSpace4);
    top->addWidget(logo);
    top->addLayout(head, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(kSpace5, kSpace5, kSpace5, kSpace4);
    layout->setSpacing(kSpace3);
    layout->addLayout(top);
    layout->addWidget(what);
    layout->addWidget(librariesTitle);
    layout->addWidget(libraries);
    layout->addWidget(buttons);
}

} // namespace otabench::widgets
