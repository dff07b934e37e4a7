#include "image/catalogue.h"

#include "base/files.h"
#include "image/maker.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace otabench::image {
namespace {
namespace fs = std::filesystem;

using ::testing::HasSubstr;

class CatalogueTest : public testing::Test
{
protected:
    fs::path makeFile(const std::string &name, const std::string &version = "1.0.0") const
    {
        MakeOptions options;
        options.sizeBytes = 4096;
        options.version = version;
        const fs::path path = m_folder / name;
        EXPECT_TRUE(writeFileAtomically(path, makeImage(options).value(), FileMode::Public));
        return path;
    }

    support::TemporaryFolder m_folder;
    Catalogue m_catalogue{m_folder / "images"};
};

TEST_F(CatalogueTest, IsEmptyAtFirst)
{
    EXPECT_EQ(m_catalogue.list().value().size(), 0U);
    EXPECT_EQ(m_catalogue.find("anything").error().code, ErrorCode::NotFound);
}

TEST_F(CatalogueTest, KeepsACopyThatOutlivesTheFile)
{
    const fs::path file = makeFile("app.bin");
    const auto before = readFile(file);

    const auto entry = m_catalogue.add(file);
    fs::remove(file);

    ASSERT_TRUE(entry) << entry.error().text;
    EXPECT_EQ(entry->notes.name, "app.bin");
    EXPECT_EQ(entry->notes.label, Label::None);
    EXPECT_EQ(entry->image.description->version, "1.0.0");
    EXPECT_FALSE(entry->damaged);
    EXPECT_EQ(readFile(m_catalogue.find("app.bin").value().file), before);
    EXPECT_EQ(m_catalogue.find(entry->sha256.substr(0, 8)).value().sha256, entry->sha256);
}

TEST_F(CatalogueTest, AddingAgainKeepsTheNotes)
{
    const auto entry = m_catalogue.add(makeFile("app.bin")).value();
    CatalogueNotes notes = entry.notes;
    notes.name = "the good one";
    notes.label = Label::Golden;
    notes.note = "two\n\nparagraphs: with a colon";
    ASSERT_TRUE(m_catalogue.describe(entry.sha256, notes));

    const auto again = m_catalogue.add(makeFile("other-name.bin")).value();

    EXPECT_EQ(again.notes.name, "the good one");
    EXPECT_EQ(again.notes.label, Label::Golden);
    EXPECT_EQ(again.notes.note, notes.note);
    EXPECT_EQ(again.notes.added, entry.notes.added);
    EXPECT_EQ(m_catalogue.list().value().size(), 1U);
}

TEST_F(CatalogueTest, RefusesWhatIsNoImageAndNamesThatCannotBe)
{
    const fs::path text = m_folder / "notes.txt";
    ASSERT_TRUE(writeFileAtomically(text, "hello", FileMode::Public));
    const auto none = m_catalogue.add(text);
    ASSERT_FALSE(none);
    EXPECT_THAT(none.error().text, HasSubstr("notes.txt"));
    EXPECT_FALSE(fs::exists(m_folder / "images"));

    const auto entry = m_catalogue.add(makeFile("app.bin")).value();
    for (const char *name : {"", "two\nlines"}) {
        CatalogueNotes notes = entry.notes;
        notes.name = name;
        EXPECT_EQ(m_catalogue.describe(entry.sha256, notes).error().code,
                  ErrorCode::InvalidArgument);
    }
    EXPECT_EQ(m_catalogue.find("app.bin").value().notes.name, "app.bin");
}

TEST_F(CatalogueTest, AsksForMoreDigitsWhenANameMeansTwo)
{
    const auto first = m_catalogue.add(makeFile("app.bin", "1.0.0")).value();
    const auto second = m_catalogue.add(makeFile("app.bin", "2.0.0")).value();

    const auto found = m_catalogue.find("app.bin");

    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, ErrorCode::InvalidArgument);
    EXPECT_THAT(found.error().text, HasSubstr(first.sha256.substr(0, 12)));
    EXPECT_THAT(found.error().text, HasSubstr(second.sha256.substr(0, 12)));
}

TEST_F(CatalogueTest, TellsADamagedCopyAndTakesTheFileAnew)
{
    const fs::path file = makeFile("app.bin");
    const auto entry = m_catalogue.add(file).value();
    fs::permissions(entry.file, fs::perms(0644));
    std::fstream(entry.file, std::ios::in | std::ios::out | std::ios::binary).seekp(2000).put('!');

    EXPECT_TRUE(m_catalogue.list().value().at(0).damaged);
    EXPECT_FALSE(m_catalogue.add(file).value().damaged);
    EXPECT_FALSE(m_catalogue.list().value().at(0).damaged);
}

TEST_F(CatalogueTest, NotesWrittenByHandOrMissingDoNoHarm)
{
    const auto entry = m_catalogue.add(makeFile("app.bin")).value();
    const fs::path notes = m_folder / "images" / (entry.sha256 + ".txt");
    ASSERT_TRUE(writeFileAtomically(notes, "label: nonsense\nadded: soon\nname", FileMode::Public));

    const auto odd = m_catalogue.list().value().at(0);
    EXPECT_EQ(odd.notes.label, Label::None);
    EXPECT_EQ(odd.notes.name, entry.sha256.substr(0, 12));
    fs::remove(notes);
    EXPECT_EQ(m_catalogue.list().value().at(0).notes.name, entry.sha256.substr(0, 12));
}

TEST_F(CatalogueTest, RemovesForGood)
{
    const auto entry = m_catalogue.add(makeFile("app.bin")).value();

    EXPECT_TRUE(m_catalogue.remove(entry.sha256));

    EXPECT_EQ(support::entryCount(m_folder / "images"), 0U);
    EXPECT_EQ(m_catalogue.remove(entry.sha256).error().code, ErrorCode::NotFound);
    EXPECT_EQ(m_catalogue.remove("../app").error().code, ErrorCode::NotFound);
}

} // namespace
} // namespace otabench::image
