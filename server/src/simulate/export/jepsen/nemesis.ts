/**
 * The nemesis that plays a schedule, as Clojure: what stands behind the data of the file. It goes by the protocols of the
 * test's own database for processes, and by jepsen.net for links.
 * Source: https://github.com/jepsen-io/jepsen (jepsen.nemesis, jepsen.net, jepsen.db, jepsen.nemesis.time)
 */
export const NEMESIS = `(defn node-of
  "A host as the test calls it: by its name or by its address; nil where the test does not have it."
  [test host]
  (let [nodes (set (:nodes test))]
    (or (nodes host) (nodes (addresses host)))))

(defn primaries
  "Nodes that lead, as the database says; else the one that the files name."
  [test]
  (if (satisfies? db/Primary (:db test))
    (db/primaries (:db test) test)
    (keep (partial node-of test) [leader])))

(defn resolve-name
  "The nodes that a name stands for at this moment. Clients stand for none: they run on the control node."
  [test leaders name]
  (let [hosts    (partial keep (partial node-of test))
        replicas (remove (set leaders) (hosts members))]
    (case name
      "@primary"  (take 1 leaders)
      "@replicas" replicas
      "@nodes"    (hosts members)
      "@etcd"     (hosts (if (seq coordination) coordination members))
      "@rest"     (remove (set (take 1 leaders)) (:nodes test))
      (if-let [[_ n] (re-matches #"@r(\\d+)" name)]
        (take 1 (drop (dec (parse-long n)) replicas))
        (hosts [name])))))

(defn resolve-names [test leaders names]
  (distinct (mapcat (partial resolve-name test leaders) names)))

(defn components
  "Groups of nodes, each node in the first group that names it. @rest is who is left, and so is who is in no group."
  [test leaders groups]
  (let [sets   (reduce (fn [done group]
                         (let [taken (reduce into #{} done)]
                           (conj done (remove taken (resolve-names test leaders (remove #{"@rest"} group))))))
                       []
                       groups)
        others (remove (reduce into #{} sets) (:nodes test))
        rest   (or (first (keep-indexed (fn [i group] (when (some #{"@rest"} group) i)) groups))
                   (dec (count groups)))]
    (update sets rest concat others)))

(defn links
  "A grudge: the nodes of to hear nothing from those of from."
  [from to]
  (into {} (for [node to] [node (set (remove #{node} from))])))

(defn signal!
  "A signal to one program of each node, by a word of its command line."
  [test nodes signal program]
  (c/on-nodes test nodes (fn [_ _] (c/su (cu/grepkill! signal program)))))

(defn processes!
  "Kills, starts, freezes or wakes the database, or one program of it."
  [test f nodes program]
  (let [db     (:db test)
        signal ({:crash :kill, :power-loss :kill, :pause :stop, :resume :cont} f)]
    (cond
      (empty? nodes)       :no-such-node
      (and program signal) (signal! test nodes signal program)
      :else (c/on-nodes test nodes
                        (fn [test node]
                          (case f
                            (:crash :power-loss) (db/kill! db test node)
                            :restart             (db/start! db test node)
                            :pause               (db/pause! db test node)
                            :resume              (db/resume! db test node)))))))

(defn by-hand!
  "What Jepsen does not do by itself: said in the log at its time. Give the function in :by-hand of the test to do it."
  [test op]
  (if-let [f (:by-hand test)]
    (f test op)
    (do (warn "By hand:" (:note op)) :by-hand)))

(defn schedule-nemesis
  "Plays the operations of the schedule."
  []
  ; Who led when it was stopped is who @primary stands for when it is started again.
  (let [led (atom nil)]
    (reify
      nemesis/Reflection
      (fs [_] (set (map :f schedule)))

      nemesis/Nemesis
      (setup! [this test]
        (net/heal! (:net test) test)
        (when (some (comp #{:clock} :f) schedule)
          (c/with-test-nodes test (nt/install!)))
        this)

      (invoke! [_ test {:keys [f value program] :as op}]
        (let [leaders (if (#{:restart :resume} f) (or @led (primaries test)) (primaries test))
              nodes   (partial resolve-names test leaders)]
          (when (#{:crash :power-loss :pause} f) (reset! led leaders))
          (assoc op :result
                 (case f
                   :partition (net/drop-all! test (nemesis/complete-grudge (components test leaders value)))
                   :heal      (do (net/heal! (:net test) test)
                                  (net/shape! (:net test) test nil nil))
                   :cut       (let [{:keys [from to one-way]} value
                                    from (nodes from)
                                    to   (nodes to)]
                                (net/drop-all! test (links from to))
                                (when-not one-way (net/drop-all! test (links to from))))
                   :slow      (net/shape! (:net test) test (nodes (:from value)) (:behavior value))
                   :clock     (c/on-nodes test (nodes (:nodes value)) (fn [_ _] (nt/bump-time! (:by value))))
                   (:crash :power-loss :restart :pause :resume) (processes! test f (nodes value) program)
                   :by-hand   (by-hand! test op)))))

      (teardown! [_ test]
        (net/heal! (:net test) test)
        (net/shape! (:net test) test nil nil)))))

(defn schedule-generator
  "Each operation at its time, in seconds from when the generator begins, for the nemesis alone."
  []
  (gen/nemesis
    (concat
      (mapcat (fn [before {:keys [at] :as op}]
                [(gen/sleep (- at before))
                 (assoc (dissoc op :at) :type :info)])
              (cons 0 (map :at schedule))
              schedule)
      [(gen/sleep (- until (or (:at (last schedule)) 0)))])))

(defn package
  "A nemesis and its generator, for the :nemesis and the :generator of a test:

    (let [{:keys [nemesis generator]} (package)]
      (assoc test
             :nemesis   nemesis
             :generator (gen/time-limit until (gen/any generator (gen/clients workload)))))"
  []
  {:nemesis   (schedule-nemesis)
   :generator (schedule-generator)})
`;
