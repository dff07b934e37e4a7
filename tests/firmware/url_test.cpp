#include "url.h"

#include <gtest/gtest.h>

#include <string>

namespace otabench::firmware {
namespace {

struct Row
{
    const char *text;
    bool parses;
    bool tls;
    const char *host;
    int port;
    const char *target;
};

class UrlParsing : public testing::TestWithParam<Row>
{
};

TEST_P(UrlParsing, TakesApartOrRefuses)
{
    const Row &row = GetParam();
    Url url;
    ASSERT_EQ(parseUrl(row.text, url), row.parses) << row.text;
    if (!row.parses)
        return;
    EXPECT_EQ(url.tls, row.tls) << row.text;
    EXPECT_STREQ(url.host, row.host) << row.text;
    EXPECT_EQ(url.port, row.port) << row.text;
    EXPECT_STREQ(url.target, row.target) << row.text;
}

INSTANTIATE_TEST_SUITE_P(
    Texts, UrlParsing,
    testing::Values(Row{"https://192.168.1.5:8443/t/a.bin?x=1#y", true, true, "192.168.1.5", 8443,
                        "/t/a.bin?x=1"},
                    Row{"http://lab", true, false, "lab", 80, "/"},
                    Row{"HTTPS://lab?x", true, true, "lab", 443, "/?x"},
                    Row{"https://[::1]:44/a", true, true, "::1", 44, "/a"},
                    Row{"https://me:secret@lab/a", true, true, "lab", 443, "/a"},
                    Row{"https://lab:/a", true, true, "lab", 443, "/a"},
                    Row{"", false, false, "", 0, ""}, Row{"lab/a.bin", false, false, "", 0, ""},
                    Row{"https:///a", false, false, "", 0, ""},
                    Row{"https://lab:0/a", false, false, "", 0, ""},
                    Row{"https://lab:65536/a", false, false, "", 0, ""},
                    Row{"https://lab:4x/a", false, false, "", 0, ""},
                    Row{"https://[::1/a", false, false, "", 0, ""},
                    Row{"https://lab/a b", false, false, "", 0, ""},
                    Row{"https://lab/a\r\nHost: other", false, false, "", 0, ""},
                    Row{"https://lab/\xc3\xa4", false, false, "", 0, ""}));

TEST(Url, RefusesWhatDoesNotFit)
{
    Url url;
    const std::string host(Url::kHostCapacity - 1, 'h');
    EXPECT_TRUE(parseUrl(("https://" + host + "/").c_str(), url));
    EXPECT_FALSE(parseUrl(("https://" + host + "h/").c_str(), url));
    // Room for a slash that a path may lack is always kept.
    const std::string path(Url::kTargetCapacity - 3, 'p');
    EXPECT_TRUE(parseUrl(("https://lab/" + path).c_str(), url));
    EXPECT_FALSE(parseUrl(("https://lab/" + path + "p").c_str(), url));
    const std::string user(Url::kUserCapacity - 1, 'u');
    EXPECT_TRUE(parseUrl(("https://" + user + "@lab/").c_str(), url));
    EXPECT_FALSE(parseUrl(("https://" + user + "u@lab/").c_str(), url));
}

TEST(Url, RefusesTextBehindAnAddressInBrackets)
{
    Url url;
    EXPECT_FALSE(parseUrl("https://[::1]x/a", url));
}

TEST(Url, OfAnotherSchemeIsNotSupported)
{
    Url url;
    ASSERT_TRUE(parseUrl("httpx://lab/a", url));
    EXPECT_FALSE(url.supported);
}

TEST(Url, IsLeftAloneByAReferenceThatCannotBeRead)
{
    Url url;
    ASSERT_TRUE(parseUrl("https://lab/a/b", url));
    EXPECT_FALSE(resolveUrl(nullptr, url));
    EXPECT_FALSE(resolveUrl("a b", url));
    EXPECT_FALSE(resolveUrl(std::string(Url::kTargetCapacity, 'p').c_str(), url));
    EXPECT_STREQ(url.target, "/a/b");
}

TEST(Url, KeepsUserAndPassword)
{
    Url url;
    ASSERT_TRUE(parseUrl("https://me:se:cret@lab/", url));
    EXPECT_STREQ(url.user, "me");
    EXPECT_STREQ(url.password, "se:cret");
}

TEST(Url, SaysThatAnotherSchemeCannotBeFetched)
{
    Url url;
    ASSERT_TRUE(parseUrl("ftp://lab/a", url));
    EXPECT_FALSE(url.supported);
}

TEST(Url, RefusesWhatDoesNotFitAndStaysAsItWas)
{
    Url url;
    ASSERT_TRUE(parseUrl("https://lab/keep", url));
    EXPECT_FALSE(parseUrl(("https://lab/" + std::string(Url::kTargetCapacity, 'a')).c_str(), url));
    EXPECT_FALSE(parseUrl(("https://" + std::string(Url::kHostCapacity, 'h') + "/").c_str(), url));
    EXPECT_FALSE(resolveUrl(std::string(Url::kTargetCapacity, 'a').c_str(), url));
    EXPECT_STREQ(url.host, "lab");
    EXPECT_STREQ(url.target, "/keep");
}

struct Reference
{
    const char *base;
    const char *reference;
    const char *host;
    const char *target;
};

class UrlResolving : public testing::TestWithParam<Reference>
{
};

TEST_P(UrlResolving, FollowsTheReference)
{
    const Reference &row = GetParam();
    Url url;
    ASSERT_TRUE(parseUrl(row.base, url));
    ASSERT_TRUE(resolveUrl(row.reference, url)) << row.reference;
    EXPECT_STREQ(url.host, row.host) << row.reference;
    EXPECT_STREQ(url.target, row.target) << row.reference;
}

INSTANTIATE_TEST_SUITE_P(References, UrlResolving,
                         testing::Values(Reference{"https://lab/a/b?q", "/c", "lab", "/c"},
                                         Reference{"https://lab/a/b?q", "c", "lab", "/a/c"},
                                         Reference{"https://lab/a/b?q", "?r", "lab", "/a/b?r"},
                                         Reference{"https://lab/a/b?q", "../c", "lab", "/c"},
                                         Reference{"https://lab/a/b", "../../../c", "lab", "/c"},
                                         Reference{"https://lab/a/b", "./c/./d/..", "lab", "/a/c/"},
                                         Reference{"https://lab/a/b", "..", "lab", "/"},
                                         Reference{"https://lab/a/b", "c?x=../y", "lab",
                                                   "/a/c?x=../y"},
                                         Reference{"https://lab/a", "//other:8/c", "other", "/c"},
                                         Reference{"https://lab/a", "https://other", "other", "/"},
                                         Reference{"https://lab/a?q", "", "lab", "/a?q"}));

TEST(Url, KnowsAReferenceThatLeavesTls)
{
    EXPECT_TRUE(hasOtherScheme("http://lab/", "https"));
    EXPECT_FALSE(hasOtherScheme("HTTPS://lab/", "https"));
    EXPECT_FALSE(hasOtherScheme("/next?to=http://lab/", "https"));
    EXPECT_FALSE(hasOtherScheme("//lab/", "https"));
}

} // namespace
} // namespace otabench::firmware
