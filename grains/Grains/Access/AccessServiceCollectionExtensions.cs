using Krewe.Domain.Access;
using Krewe.Grains.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Grains.Access;

/// <summary>Registers what keys and the audit log need.</summary>
internal static class AccessServiceCollectionExtensions
{
    /// <summary>Adds the forms that they are kept in.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddSingleton(StateForm.Of<ApiKeyRing>(ApiKeyCodec.Write, ApiKeyCodec.Read));
        services.AddSingleton(StateForm.Of<AuditTrail>(AuditCodec.Write, AuditCodec.ReadTrail));
        services.AddSingleton(StateForm.Of<AuditPage>(AuditCodec.Write, AuditCodec.ReadPage));
        return services;
    }
}
