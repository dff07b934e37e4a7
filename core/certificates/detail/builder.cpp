#include "certificates/detail/builder.h"

#include "base/assert.h"
#include "certificates/detail/x509.h"

#include <algorithm>

namespace otabench::certificates::detail {
namespace {

constexpr std::time_t kDay = 24 * 60 * 60;
constexpr std::size_t kMaxCommonName = 64; // RFC 5280 appendix A.1, ub-common-name
constexpr std::chrono::days kLongest{36500};

bool addName(GENERAL_NAMES *names, int type, const std::string &value)
{
    openssl::Owned<GENERAL_NAME, GENERAL_NAME_free> name(GENERAL_NAME_new());
    ASN1_STRING *string =
        ASN1_STRING_type_new(type == GEN_IPADD ? V_ASN1_OCTET_STRING : V_ASN1_IA5STRING);
    if (name == nullptr || string == nullptr ||
        ASN1_STRING_set(string, value.data(), static_cast<int>(value.size())) != 1) {
        ASN1_STRING_free(string);
        return false;
    }
    GENERAL_NAME_set0_value(name.get(), type, string);
    if (sk_GENERAL_NAME_push(names, name.get()) <= 0)
        return false;
    static_cast<void>(name.release()); // the stack's now
    return true;
}

} // namespace

GeneralNames namesOf(const std::vector<Host> &hosts)
{
    GeneralNames names(GENERAL_NAMES_new());
    for (const Host &host : hosts) {
        bool added = addName(names.get(), GEN_DNS, host.text);
        if (host.canonical != host.text)
            added = added && addName(names.get(), GEN_DNS, host.canonical);
        if (host.isAddress())
            added = added && addName(names.get(), GEN_IPADD, host.addressBytes);
        if (!added)
            return nullptr;
    }
    return names;
}

CertificateBuilder::CertificateBuilder()
    : m_certificate(X509_new())
{
    OTABENCH_ASSERT(m_certificate != nullptr && X509_set_version(get(), X509_VERSION_3) == 1);
}

bool CertificateBuilder::setSerial()
{
    const openssl::BigNumber number(BN_new());
    return number != nullptr &&
           BN_rand(number.get(), 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
           BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(get())) != nullptr;
}

bool addCommonName(X509_NAME *name, const std::string &text)
{
    return X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8,
                                      reinterpret_cast<const unsigned char *>(text.data()),
                                      static_cast<int>(text.size()), -1, 0) == 1;
}

bool CertificateBuilder::setCommonName(const std::string &text)
{
    return addCommonName(X509_get_subject_name(get()), text);
}

bool CertificateBuilder::setDates(std::time_t from, std::time_t until)
{
    return ASN1_TIME_set(X509_getm_notBefore(get()), from) != nullptr &&
           ASN1_TIME_set(X509_getm_notAfter(get()), until) != nullptr;
}

bool CertificateBuilder::add(int nid, const std::string &value, X509 *issuer)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, get(), nullptr, nullptr, 0);
    const openssl::Extension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
    return extension != nullptr && X509_add_ext(get(), extension.get(), -1) == 1;
}

bool CertificateBuilder::addNames(const std::vector<Host> &hosts)
{
    const GeneralNames names = namesOf(hosts);
    return names != nullptr &&
           X509_add1_ext_i2d(get(), NID_subject_alt_name, names.get(), 0, X509V3_ADD_DEFAULT) == 1;
}

bool CertificateBuilder::addUri(const std::string &uri)
{
    const GeneralNames names(GENERAL_NAMES_new());
    return names != nullptr && addName(names.get(), GEN_URI, uri) &&
           X509_add1_ext_i2d(get(), NID_subject_alt_name, names.get(), 0, X509V3_ADD_DEFAULT) == 1;
}

bool isRsa(EVP_PKEY *key)
{
    return EVP_PKEY_is_a(key, "RSA") == 1;
}

std::string serverKeyUsage(EVP_PKEY *key)
{
    return isRsa(key) ? "critical,digitalSignature,keyEncipherment" : "critical,digitalSignature";
}

std::string serverCommonName(const std::vector<Host> &hosts)
{
    const auto fits = std::ranges::find_if(
        hosts, [](const Host &host) { return host.text.size() <= kMaxCommonName; });
    return fits != hosts.end() ? fits->text : "otabench server";
}

Result<> checkLifetime(std::chrono::days lifetime)
{
    if (lifetime < std::chrono::days(1) || lifetime > kLongest)
        return fail(ErrorCode::InvalidArgument,
                    "a lifetime of {} days is not possible; give 1 to {} days", lifetime.count(),
                    kLongest.count());
    return {};
}

Result<Span> spanOf(const Validity &validity, Purpose purpose)
{
    const PresetDates dates = datesOf(validity.preset);
    const auto lifetime = validity.lifetime.value_or(
        purpose == Purpose::Authority ? dates.authorityLifetime : dates.leafLifetime);
    if (const auto possible = checkLifetime(lifetime); !possible)
        return tl::unexpected(possible.error());
    const std::time_t now = std::time(nullptr);
    Span span{dates.fromEpoch ? 0 : now - kDay, now + lifetime.count() * kDay};
    if (validity.notBefore)
        span.from = std::chrono::system_clock::to_time_t(*validity.notBefore);
    if (span.from < 0 || span.from > span.until)
        return fail(ErrorCode::InvalidArgument,
                    "a certificate cannot begin on {} and end on {}; begin between 1970-01-01 and "
                    "its end",
                    dateText(span.from), dateText(span.until));
    return span;
}

} // namespace otabench::certificates::detail
