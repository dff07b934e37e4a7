#include "widgets/settings/folders_card.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QDesktopServices>
#include <QDir>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QUrl>

namespace otabench::widgets {

FoldersCard::FoldersCard(const Paths &paths, QWidget *parent)
    : SettingsCard(parent)
{
    addFolder("openData", paths.data);
    addFolder("openConfig", paths.config);
    addFolder("openLogs", paths.logs());
    FoldersCard::retranslate();
}

void FoldersCard::addFolder(const char *objectName, const std::filesystem::path &folder)
{
    auto *field = new QWidget(this);
    auto *path = new QLineEdit(QString::fromStdString(folder.string()), field);
    path->setReadOnly(true);
    path->setCursorPosition(0);
    path->setToolTip(path->text());
    auto *open = new QPushButton(field);
    open->setObjectName(QLatin1String(objectName));
    open->setIcon(icon(QStringLiteral("document-open")));
    open->setIconSize(kButtonIcon);
    auto *row = new QHBoxLayout(field);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kSpace2);
    row->addWidget(path, 1);
    row->addWidget(open);
    m_rows.push_back({addRow(field, path), open, folder});
    connect(open, &QPushButton::clicked, this, [name = path->text()] {
        QDir().mkpath(name); // it is made with the first thing that is kept there
        QDesktopServices::openUrl(QUrl::fromLocalFile(name));
    });
}

void FoldersCard::retranslate()
{
    setHeading(tr("Folders"));
    const QStringList labels = {tr("&Data"), tr("Confi&guration"), tr("L&ogs")};
    const QStringList names = {tr("Open the folder of data"), tr("Open the folder of settings"),
                               tr("Open the folder of logs")};
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const QString &label = labels[static_cast<int>(i)];
        m_rows[i].label->setText(label);
        m_rows[i].label->buddy()->setAccessibleName(QString(label).remove(QLatin1Char('&')));
        m_rows[i].open->setText(tr("Open"));
        m_rows[i].open->setAccessibleName(names[static_cast<int>(i)]);
    }
    setNote(tr("$OTABENCH_HOME moves all of them, from the next start on."));
}

} // namespace otabench::widgets
