#include "certificates/authority.h"
#include "certificates/detail/builder.h"
#include "certificates/detail/x509.h"

#include <openssl/pem.h>

#include <algorithm>

namespace otabench::certificates {
namespace {

constexpr std::size_t kMaxOrganization = 64; // RFC 5280 appendix A.1, ub-organization-name

using Extensions = openssl::Owned<STACK_OF(X509_EXTENSION), [](STACK_OF(X509_EXTENSION) * stack) {
    sk_X509_EXTENSION_pop_free(stack, X509_EXTENSION_free);
}>;

bool push(STACK_OF(X509_EXTENSION) * stack, openssl::Extension extension)
{
    if (extension == nullptr || sk_X509_EXTENSION_push(stack, extension.get()) <= 0)
        return false;
    static_cast<void>(extension.release()); // the stack's now
    return true;
}

bool addExtensions(X509_REQ *request, EVP_PKEY *key, const std::vector<detail::Host> &hosts)
{
    const detail::GeneralNames names = detail::namesOf(hosts);
    const Extensions stack(sk_X509_EXTENSION_new_null());
    const auto made = [](int nid, const std::string &value) {
        return openssl::Extension(X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str()));
    };
    return names != nullptr && stack != nullptr &&
           push(stack.get(),
                openssl::Extension(X509V3_EXT_i2d(NID_subject_alt_name, 0, names.get()))) &&
           push(stack.get(), made(NID_key_usage, detail::serverKeyUsage(key))) &&
           push(stack.get(), made(NID_ext_key_usage, "serverAuth")) &&
           X509_REQ_add_extensions(request, stack.get()) == 1;
}

bool addOrganization(X509_NAME *name, const std::string &text)
{
    return text.empty() ||
           X509_NAME_add_entry_by_NID(name, NID_organizationName, MBSTRING_UTF8,
                                      reinterpret_cast<const unsigned char *>(text.data()),
                                      static_cast<int>(text.size()), -1, 0) == 1;
}

} // namespace

Result<KeyedRequest> makeRequest(const RequestOptions &options)
{
    const auto hosts = detail::parseHosts(options.hosts);
    if (!hosts)
        return tl::unexpected(hosts.error());
    const bool control = std::ranges::any_of(options.organization,
                                             [](unsigned char c) { return c < ' ' || c == 0x7F; });
    if (control || options.organization.size() > kMaxOrganization)
        return fail(ErrorCode::InvalidArgument,
                    "\"{}\" cannot be the organization's name; give at most {} bytes of text on "
                    "one line",
                    options.organization, kMaxOrganization);
    auto key = detail::generateKey(options.key);
    if (!key)
        return tl::unexpected(key.error());
    openssl::clearErrors();
    const openssl::CertificateRequest request(X509_REQ_new());
    X509_NAME *subject = request ? X509_REQ_get_subject_name(request.get()) : nullptr;
    const bool made = subject != nullptr &&
                      X509_REQ_set_version(request.get(), X509_REQ_VERSION_1) == 1 &&
                      addOrganization(subject, options.organization) &&
                      detail::addCommonName(subject, detail::serverCommonName(*hosts)) &&
                      X509_REQ_set_pubkey(request.get(), key->get()) == 1 &&
                      addExtensions(request.get(), key->get(), *hosts) &&
                      X509_REQ_sign(request.get(), key->get(), EVP_sha256()) > 0;
    if (!made)
        return fail(ErrorCode::Internal, "cannot make the request for {}: {}", hosts->front().text,
                    openssl::takeErrors());
    return KeyedRequest{detail::toPem(request.get()), detail::toPem(key->get())};
}

} // namespace otabench::certificates
