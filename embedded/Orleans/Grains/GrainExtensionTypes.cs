using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>An interface that a grain can be called through although its class does not have
    /// it.</summary>
    public interface IGrainExtension : IAddressable;

    /// <summary>Gives one activation its extensions.</summary>
    public interface IGrainExtensionBinder
    {
        TExtensionInterface GetExtension<TExtensionInterface>()
            where TExtensionInterface : class, IGrainExtension;

        (TExtension, TExtensionInterface) GetOrSetExtension<TExtension, TExtensionInterface>(
            Func<TExtension> newExtensionFunc)
            where TExtension : class, TExtensionInterface
            where TExtensionInterface : class, IGrainExtension;
    }

    /// <summary>A grain was called through an extension that nobody has installed.</summary>
    public class GrainExtensionNotInstalledException : OrleansException
    {
        public GrainExtensionNotInstalledException()
            : this("the extension is not installed")
        {
        }

        public GrainExtensionNotInstalledException(string msg)
            : base(msg)
        {
        }

        public GrainExtensionNotInstalledException(string message, Exception innerException)
            : base(message, innerException)
        {
        }
    }

    /// <summary>What an activation is made of.</summary>
    public static class TargetHolderExtensions
    {
        public static TComponent? GetComponent<TComponent>(
            this Orleans.Serialization.Invocation.ITargetHolder targetHolder)
            where TComponent : class =>
            targetHolder.GetComponent(typeof(TComponent)) as TComponent;
    }
}

namespace Orleans.Serialization.Invocation
{
    /// <summary>Something that holds an object to be called, and parts beside it.</summary>
    public interface ITargetHolder
    {
        object? GetTarget();

        object? GetComponent(Type componentType);
    }
}

namespace Orleans
{
    /// <summary>The extensions of an activation.</summary>
    public static class GrainContextComponentExtensions
    {
        public static TComponent GetGrainExtension<TComponent>(this IGrainContext context)
            where TComponent : class, IGrainExtension =>
            ((IGrainExtensionBinder)context).GetExtension<TComponent>();
    }
}

namespace Orleans.Hosting
{
    /// <summary>Adds an extension to all grains; each activation makes its own when it is first
    /// called.</summary>
    public static class HostingGrainExtensions
    {
        public static ISiloBuilder AddGrainExtension<TExtensionInterface, TExtension>(
            this ISiloBuilder builder)
            where TExtension : class, TExtensionInterface
            where TExtensionInterface : class, IGrainExtension
        {
            builder.Services.AddKeyedTransient<IGrainExtension>(
                typeof(TExtensionInterface),
                static (services, _) => ActivatorUtilities.CreateInstance<TExtension>(services));
            return builder;
        }
    }
}

namespace Krewe.Embedded
{
    /// <summary>Finds what a call through an extension's interface is for.</summary>
    public static class GrainExtensionTarget
    {
        /// <summary>Called by generated code, on the activation's turn.</summary>
        public static TExtension Of<TExtension>(object grain)
            where TExtension : class, IGrainExtension =>
            grain as TExtension ?? Activation.Current!.GetExtension<TExtension>();
    }
}
