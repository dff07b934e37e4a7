#pragma once

#include "base/error.h"
#include "base/paths.h"
#include "history/report.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

class QTextDocument;
class QWidget;

namespace otabench::widgets {

class BusyStrip;

/// The record of a campaign as a file or on paper. The record is read, and files are made, by a
/// worker. Thread: GUI.
class ReportSaver : public QObject
{
    Q_OBJECT
public:
    enum class Content
    {
        Report,
        AcceptanceSheet,
    };

    enum class Format
    {
        Html,
        Pdf,
        Csv,
        Junit,
        Json,
    };

    /// `busy` shows what takes long, with a cancel. All outlive this.
    ReportSaver(const Paths &paths, std::string databaseUrl, BusyStrip &busy, QWidget &window,
                QObject *parent = nullptr);
    ~ReportSaver() override;

    void save(std::int64_t campaign, Content content, Format format, const QString &file);
    /// Asks for a printer, then prints.
    void print(std::int64_t campaign, Content content);

    /// Asks for a file and its format; the file's ending decides.
    void askAndSave(std::int64_t campaign, Content content);

    /// By the ending of a file's name; HTML for others.
    [[nodiscard]] static Format formatOf(const QString &file);

    /// A report as it is printed.
    static void layOut(QTextDocument &document, const std::string &html);

Q_SIGNALS:
    void saved(const QString &file);
    void failed(const otabench::Error &error);

private:
    using Text = std::shared_ptr<const Result<std::string>>;

    void run(const QString &what, std::function<Result<std::string>()> work,
             std::function<void(const std::string &)> then);
    void printDocument(const std::string &html);

    Paths m_paths;
    std::string m_databaseUrl;
    BusyStrip &m_busy;
    QWidget &m_window;
    int m_round = 0; ///< what was cancelled is not shown any more
};

} // namespace otabench::widgets
