#include "options.h"

#include "reference/generate.h"

#include <QCommandLineParser>

namespace {

using namespace otabench;

reference::Option optionOf(const QCommandLineOption &from, const QStringList &choices)
{
    reference::Option option;
    for (const QString &name : from.names()) {
        const QString dashes = name.size() == 1 ? QStringLiteral("-") : QStringLiteral("--");
        option.names.push_back((dashes + name).toStdString());
    }
    option.value = from.valueName().toStdString();
    for (const QString &choice : choices)
        option.choices.push_back(choice.toStdString());
    option.text = from.description().toStdString();
    return option;
}

} // namespace

int main(int argc, char **argv)
{
    QCommandLineParser parser;
    const auto options = gui::OptionsParser::describe(parser);
    reference::Command program;
    program.name = "otabench";
    program.text = parser.applicationDescription().toStdString();
    for (const gui::DeclaredOption &each : options)
        program.options.push_back(optionOf(each.option, each.choices));
    return reference::generate(program, argc, argv);
}
