#pragma once

#include "base/paths.h"
#include "widgets/settings/settings_card.h"

#include <filesystem>
#include <vector>

class QPushButton;

namespace otabench::widgets {

/// Where otabench keeps what: shown, and opened in the file manager. Thread: GUI.
class FoldersCard : public SettingsCard
{
    Q_OBJECT
public:
    explicit FoldersCard(const Paths &paths, QWidget *parent = nullptr);

protected:
    void retranslate() override;

private:
    struct Row
    {
        QLabel *label;
        QPushButton *open;
        std::filesystem::path folder;
    };

    void addFolder(const char *objectName, const std::filesystem::path &folder);

    std::vector<Row> m_rows;
};

} // namespace otabench::widgets
