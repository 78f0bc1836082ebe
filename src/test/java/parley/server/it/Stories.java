package parley.server.it;

/** Every story that does not depend on the database or on how the server was started. */
interface Stories
        extends BundlesStories,
                AccessStories,
                EventStories,
                SessionsStories,
                ConversationStories,
                AdmissionStories,
                ReconnectStories,
                ForgetStories,
                ApprovalStories,
                HostilePeerStories,
                MemoryStories,
                RetryStories,
                TargetStories,
                PauseStories,
                HeldStories,
                LocalChangeStories,
                InterruptionStories,
                SecondThoughtStories,
                ConfirmStories,
                WaitingStories,
                WaveStories,
                SearchStories,
                RepeatStories,
                DraftStories,
                OrderStories {}
